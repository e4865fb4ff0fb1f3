// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.spring.RequestInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** What a reactive request tells. */
record ReactiveRequestInfo(ServerWebExchange exchange, String requestId) implements RequestInfo {

    @Override
    public String method() {
        return exchange.getRequest().getMethod().name();
    }

    @Override
    public String path() {
        return exchange.getRequest().getPath().value();
    }

    @Override
    public @Nullable String header(String name) {
        return exchange.getRequest().getHeaders().getFirst(name);
    }

    @Override
    public <N> @Nullable N unwrap(Class<N> type) {
        if (type.isInstance(exchange)) {
            return type.cast(exchange);
        }
        return type.isInstance(exchange.getRequest()) ? type.cast(exchange.getRequest()) : null;
    }
}
