// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.spring.RequestInfo;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;

/** What a reactive request tells. */
record ReactiveRequestInfo(ServerWebExchange exchange, String requestId) implements RequestInfo {

    private static final String REWRITTEN =
            "org.springframework.http.server.reactive.DefaultServerHttpRequestBuilder$MutatedServerHttpRequest";

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
    public List<String> headers(String name) {
        List<String> all = new ArrayList<>(1);
        exchange.getRequest().getHeaders().forEach((key, values) -> { // what headers have had on each line of Spring
            if (key.equalsIgnoreCase(name)) {
                all.addAll(values);
            }
        });
        return all;
    }

    /** That of the request as the server has it, whatever a filter says of it. */
    @Override
    public String peerAddress() {
        InetSocketAddress remote = innermost().getRemoteAddress();
        return remote == null || remote.isUnresolved()
                ? ""
                : remote.getAddress().getHostAddress();
    }

    /** One that has been rewritten, as Spring does with what a proxy has marked, does not show any more what it was. */
    @Override
    public boolean isForwarded() {
        return RequestInfo.super.isForwarded()
                || innermost().getClass().getName().equals(REWRITTEN);
    }

    @Override
    public <N> @Nullable N unwrap(Class<N> type) {
        if (type.isInstance(exchange)) {
            return type.cast(exchange);
        }
        return type.isInstance(exchange.getRequest()) ? type.cast(exchange.getRequest()) : null;
    }

    private ServerHttpRequest innermost() {
        ServerHttpRequest innermost = exchange.getRequest();
        while (innermost instanceof ServerHttpRequestDecorator decorator) {
            innermost = decorator.getDelegate();
        }
        return innermost;
    }
}
