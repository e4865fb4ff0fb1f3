// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.RequestStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Runs each dispatch of a request in one and the same context, which begins empty at the first dispatch, with the stores
 * of the request entered. Whatever the code of a dispatch enters, the thread afterwards has what it had before. What the
 * server calls back between and after the dispatches runs in that context, too, if asked for.
 *
 * <p>Is to be mapped to all dispatcher types.
 */
public final class RequestStoreFilter implements Filter {

    private final AsyncLocalStorage<RequestStore> storage;

    private final RequestStores stores;

    private final RequestIdPolicy ids;

    private final boolean callbacks;

    private final ContextBridge bridges;

    /** Where a request keeps its context between dispatches: its own for each filter, as applications may share it. */
    private final String attribute =
            RequestStoreFilter.class.getName() + "@" + Integer.toHexString(System.identityHashCode(this));

    private final String completing = attribute + ".completing";

    /**
     * Makes the filter.
     *
     * @param stores makes and enters the stores of a request
     * @param callbacks whether listeners and tasks of asynchronous requests are bound
     * @param bridges what else these are bound to
     */
    public RequestStoreFilter(RequestStores stores, boolean callbacks, ContextBridge bridges) {
        this.storage = stores.storage();
        this.stores = stores;
        this.ids = stores.ids();
        this.callbacks = callbacks;
        this.bridges = bridges;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http) {
            dispatch(http, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void dispatch(HttpServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestContext known = (RequestContext) request.getAttribute(attribute);
        if (known != null && isNested(request.getDispatcherType()) && (known.store() == null || stores.isInside())) {
            chain.doFilter(request, response);
            return;
        }
        try (Scope scope = (known == null ? Snapshot.empty() : known.snapshot()).enter()) {
            RequestContext context = known == null ? begin(request) : known;
            if (ids.respond() && context.store() != null) {
                respond(response, context.store());
            }
            try {
                chain.doFilter(callbacks ? ContextRequest.of(request, context, bridges) : request, response);
            } finally {
                if (stores.isObserved() && request.isAsyncStarted()) {
                    request.setAttribute(completing, true);
                    request.getAsyncContext().addListener(new CompletionListener(() -> ended(context)));
                }
            }
        }
    }

    /** The request is over, or a dispatch of it, as Jetty tells; an asynchronous one is over when that is complete. */
    void ended(ServletRequest request) {
        if (request.getAttribute(completing) == null
                && request.getAttribute(attribute) instanceof RequestContext context) {
            ended(context);
        }
    }

    private void ended(RequestContext context) {
        context.snapshot().run(stores::ended);
    }

    /**
     * A forward and an include happen within another dispatch, and go on in whatever context that is in. That may be
     * none, where a filter outside of this one forwards, as Spring Boot's does in a war to the page of an error.
     */
    private static boolean isNested(DispatcherType type) {
        return type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE;
    }

    private RequestContext begin(HttpServletRequest request) {
        // What an error dispatch finds, if a factory fails: no store, rather than the same failure once more.
        request.setAttribute(attribute, RequestContext.none(storage));
        RequestStore store = stores.enter(new ServletRequestInfo(request, stores.requestId(request::getHeader)));
        RequestContext context = RequestContext.current(storage, store);
        request.setAttribute(attribute, context);
        return context;
    }

    private void respond(ServletResponse response, RequestStore store) {
        if (response instanceof HttpServletResponse http && !http.isCommitted()) {
            http.setHeader(ids.header(), store.requestId());
        }
    }
}
