// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/** Subscribes to the source in a context. */
final class BoundMono<T> extends MonoOperator<T, T> {

    private final Snapshot context;

    BoundMono(Mono<T> source, Snapshot context) {
        super(source);
        this.context = context;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        BoundSubscriber<T> bound = new BoundSubscriber<>(actual, context, AsyncLocalStorage.snapshot());
        context.run(() -> source.subscribe(bound));
    }
}
