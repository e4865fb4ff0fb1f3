// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.spring.ContextPublishers;
import io.alsx.spring.RequestStore;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Runs a reactive request in a context of its own, which begins empty, with the stores of the request entered. The
 * context is in the Reactor context and in the attributes of the exchange, both under {@link ContextPublishers#KEY}, and
 * is entered on the thread that subscribes to the rest of the chain and on the one that brings the body; on others, where
 * Reactor propagates automatically.
 */
public final class RequestStoreWebFilter implements WebFilter, Ordered {

    private final RequestStores stores;

    private final RequestIdPolicy ids;

    private final int order;

    private final UrlPatterns patterns;

    /**
     * Makes the filter.
     *
     * @param stores makes and enters the stores of a request
     * @param order the order among filters
     * @param urlPatterns which paths, below that of the application, the filter is for; none switches it off
     */
    public RequestStoreWebFilter(RequestStores stores, int order, List<String> urlPatterns) {
        this.stores = stores;
        this.ids = stores.ids();
        this.order = order;
        this.patterns = new UrlPatterns(urlPatterns);
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean included = patterns.match(
                exchange.getRequest().getPath().pathWithinApplication().value());
        return included ? Mono.deferContextual(view -> enter(exchange, chain, view)) : chain.filter(exchange);
    }

    /** A filter outside of this one may have the chain run again, which goes on in the same context. */
    private Mono<Void> enter(ServerWebExchange exchange, WebFilterChain chain, ContextView view) {
        Snapshot known = exchange.getAttribute(ContextPublishers.KEY);
        Snapshot context = known == null ? begin(exchange) : known;
        if (view.hasKey(LateContext.class)) {
            view.get(LateContext.class).set(context);
        }
        return context.run(() -> ContextPublishers.bind(chain.filter(withBoundBody(exchange))));
    }

    /** What Reactor does itself where it propagates automatically. */
    private static ServerWebExchange withBoundBody(ServerWebExchange exchange) {
        return Hooks.isAutomaticContextPropagationEnabled() ? exchange : new BoundBodyExchange(exchange);
    }

    private Snapshot begin(ServerWebExchange exchange) {
        try (Scope scope = Snapshot.empty().enter()) {
            // What is found if a factory fails and the chain runs again: no store, rather than the same failure once
            // more.
            exchange.getAttributes().put(ContextPublishers.KEY, Snapshot.empty());
            HttpHeaders headers = exchange.getRequest().getHeaders();
            RequestStore store = stores.enter(new ReactiveRequestInfo(exchange, stores.requestId(headers::getFirst)));
            respond(exchange, store);
            Snapshot context = AsyncLocalStorage.snapshot();
            exchange.getAttributes().put(ContextPublishers.KEY, context);
            return context;
        }
    }

    private void respond(ServerWebExchange exchange, RequestStore store) {
        if (ids.respond() && !exchange.getResponse().isCommitted()) {
            exchange.getResponse().getHeaders().set(ids.header(), store.requestId());
        }
    }
}
