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
 * WebExceptionHandler}, the context that the {@link RequestStoreWebFilter} makes later.
 */
public final class RequestBoundary implements HttpHandlerDecoratorFactory {

    private final boolean on;

    /**
     * Makes the boundary.
     *
     * @param on whether it does anything
     */
    public RequestBoundary(boolean on) {
        this.on = on;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return on
                ? (request, response) -> Snapshot.empty().run(() -> bound(handler.handle(request, response)))
                : handler;
    }

    private static Mono<Void> bound(Mono<Void> handling) {
        LateContext late = new LateContext();
        return ContextPublishers.bind(handling.contextWrite(context -> context.put(ContextPublishers.KEY, late)));
    }
}
