// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import io.alsx.spring.ContextPublishers;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import reactor.core.publisher.Mono;

/**
 * Keeps a reactive request apart from its server: whatever the server's thread had, the request begins without it, and
 * what the request has never reaches the server's own callbacks. Shows what is outside of all filters, as a {@code
 * WebExceptionHandler}, the context that the {@link RequestStoreWebFilter} makes later, and tells observers of the end.
 */
public final class RequestBoundary implements HttpHandlerDecoratorFactory {

    private final RequestStores stores;

    private final boolean on;

    /**
     * Makes the boundary.
     *
     * @param stores tells observers
     * @param on whether it does anything
     */
    public RequestBoundary(RequestStores stores, boolean on) {
        this.stores = stores;
        this.on = on;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return on
                ? (request, response) -> Snapshot.empty().run(() -> bound(handler.handle(request, response)))
                : handler;
    }

    private Mono<Void> bound(Mono<Void> handling) {
        LateContext late = new LateContext();
        Mono<Void> ending =
                stores.isObserved() ? handling.doFinally(signal -> late.get().run(stores::ended)) : handling;
        return ContextPublishers.bind(ending.contextWrite(
                context -> context.put(ContextPublishers.KEY, late).put(LateContext.class, late)));
    }
}
