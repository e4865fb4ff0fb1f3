// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Scope;
import io.alsx.spring.ContextBridge;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Binds listeners and tasks to the context of their registration; all else is the server's.
 *
 * @param delegate the server's
 * @param context the request's
 * @param bridges what else listeners and tasks are bound to
 */
record ContextAsyncContext(AsyncContext delegate, RequestContext context, ContextBridge bridges)
        implements AsyncContext {

    @Override
    public void addListener(AsyncListener listener) {
        delegate.addListener(bind(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        delegate.addListener(bind(listener), request, response);
    }

    @Override
    public void start(Runnable task) {
        ContextBridge.Captured captured = bridges.capture();
        delegate.start(context.atRegistration().bind(() -> {
            try (Scope scope = captured.enter()) {
                task.run();
            }
        }));
    }

    @Override
    public ServletRequest getRequest() {
        return delegate.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return delegate.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return delegate.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        delegate.dispatch();
    }

    @Override
    public void dispatch(String path) {
        delegate.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext servletContext, String path) {
        delegate.dispatch(servletContext, path);
    }

    @Override
    public void complete() {
        delegate.complete();
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return delegate.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        delegate.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return delegate.getTimeout();
    }

    private AsyncListener bind(AsyncListener listener) {
        return new ContextAsyncListener(listener, context, context.atRegistration(), bridges, bridges.capture());
    }
}
