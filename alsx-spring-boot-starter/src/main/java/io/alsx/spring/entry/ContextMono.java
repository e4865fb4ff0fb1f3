// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/** A mono that is subscribed to in a given context. */
final class ContextMono<T> extends MonoOperator<T, T> {

    private final Snapshot context;

    ContextMono(Mono<T> source, Snapshot context) {
        super(source.contextCapture());
        this.context = context;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        ContextSubscriber<T> subscriber = new ContextSubscriber<>(actual, context);
        context.run(() -> source.subscribe(subscriber));
    }
}
