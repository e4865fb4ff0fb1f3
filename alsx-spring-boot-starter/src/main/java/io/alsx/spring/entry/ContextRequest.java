// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.spring.ContextBridge;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The request that the chain of filters gets. The server calls back outside of the chain, on any thread of its own, and
 * no filter is asked then: whatever is registered for that with its {@link AsyncContext} is bound to the request's context.
 */
final class ContextRequest extends HttpServletRequestWrapper {

    private final RequestContext context;

    private final ContextBridge bridges;

    private ContextRequest(HttpServletRequest request, RequestContext context, ContextBridge bridges) {
        super(request);
        this.context = context;
        this.bridges = bridges;
    }

    /** The request itself where it is wrapped already, as it may come back from an earlier dispatch. */
    static HttpServletRequest of(HttpServletRequest request, RequestContext context, ContextBridge bridges) {
        ServletRequest layer = request;
        while (layer instanceof ServletRequestWrapper wrapper) {
            if (wrapper instanceof ContextRequest known && known.context == context) {
                return request;
            }
            layer = wrapper.getRequest();
        }
        return new ContextRequest(request, context, bridges);
    }

    @Override
    public AsyncContext startAsync() {
        return new ContextAsyncContext(super.startAsync(), context, bridges);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return new ContextAsyncContext(super.startAsync(request, response), context, bridges);
    }

    /** A request of a test, unlike that of a server, has null before the start. */
    @Override
    public @Nullable AsyncContext getAsyncContext() {
        AsyncContext started = super.getAsyncContext();
        return started == null ? null : new ContextAsyncContext(started, context, bridges);
    }
}
