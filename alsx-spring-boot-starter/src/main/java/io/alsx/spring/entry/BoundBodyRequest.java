// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import io.alsx.spring.ContextPublishers;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** Has its body, which the server's thread brings later, arrive in the context of the code that reads it. */
final class BoundBodyRequest extends ServerHttpRequestDecorator {

    BoundBodyRequest(ServerHttpRequest delegate) {
        super(delegate);
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Snapshot.empty().run(() -> ContextPublishers.bind(super.getBody()));
    }
}
