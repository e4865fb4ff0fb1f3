// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * The border between a publisher and its subscriber: what goes up runs in the publisher's context, and what comes down
 * in that in which the subscriber subscribed.
 */
final class ContextSubscriber<T> implements CoreSubscriber<T>, Subscription {

    private final CoreSubscriber<? super T> actual;

    private final Snapshot above;

    private final Snapshot below = AsyncLocalStorage.snapshot();

    private @Nullable Subscription subscription;

    ContextSubscriber(CoreSubscriber<? super T> actual, Snapshot above) {
        this.actual = actual;
        this.above = above;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        below.run(() -> actual.onSubscribe(this));
    }

    @Override
    public void onNext(T value) {
        below.run(() -> actual.onNext(value));
    }

    @Override
    public void onError(Throwable error) {
        below.run(() -> actual.onError(error));
    }

    @Override
    public void onComplete() {
        below.run(actual::onComplete);
    }

    @Override
    public void request(long count) {
        Subscription source = subscription;
        if (source != null) {
            above.run(() -> source.request(count));
        }
    }

    @Override
    public void cancel() {
        Subscription source = subscription;
        if (source != null) {
            above.run(source::cancel);
        }
    }
}
