// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** Subscribes to the source in a context. */
final class BoundFlux<T> extends FluxOperator<T, T> {

    private final Snapshot context;

    BoundFlux(Flux<T> source, Snapshot context) {
        super(source);
        this.context = context;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        BoundSubscriber<T> bound = new BoundSubscriber<>(actual, context, AsyncLocalStorage.snapshot());
        context.run(() -> source.subscribe(bound));
    }
}
