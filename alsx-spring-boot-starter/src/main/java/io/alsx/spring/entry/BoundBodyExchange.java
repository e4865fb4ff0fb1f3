// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import io.alsx.spring.ContextPublishers;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.publisher.Mono;

/**
 * Has the body of its request arrive in the context of the code that reads it: the bytes, and the form and the parts that
 * the server's exchange makes of them, from its own request and once for all readers.
 */
final class BoundBodyExchange extends ServerWebExchangeDecorator {

    private final ServerHttpRequest request;

    BoundBodyExchange(ServerWebExchange delegate) {
        super(delegate);
        this.request = new BoundBodyRequest(delegate.getRequest());
    }

    @Override
    public ServerHttpRequest getRequest() {
        return request;
    }

    @Override
    public Mono<MultiValueMap<String, String>> getFormData() {
        return Snapshot.empty().run(() -> ContextPublishers.bind(super.getFormData()));
    }

    @Override
    public Mono<MultiValueMap<String, Part>> getMultipartData() {
        return Snapshot.empty().run(() -> ContextPublishers.bind(super.getMultipartData()));
    }
}
