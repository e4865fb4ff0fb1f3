// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.Scope;
import io.alsx.Snapshot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Stands between a source that runs in one context and a subscriber that runs in another: what goes up is done in the
 * inner one, what comes down in the outer one, so that neither sees the other's, on whatever thread.
 */
final class BoundSubscriber<T> implements CoreSubscriber<T>, Subscription {

    private final CoreSubscriber<? super T> actual;

    private final Snapshot inner;

    private final Snapshot outer;

    private @Nullable Subscription subscription;

    BoundSubscriber(CoreSubscriber<? super T> actual, Snapshot inner, Snapshot outer) {
        this.actual = actual;
        this.inner = inner;
        this.outer = outer;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        try (Scope scope = outer.enter()) {
            actual.onSubscribe(this);
        }
    }

    @Override
    public void onNext(T value) {
        try (Scope scope = outer.enter()) {
            actual.onNext(value);
        }
    }

    @Override
    public void onError(Throwable error) {
        try (Scope scope = outer.enter()) {
            actual.onError(error);
        }
    }

    @Override
    public void onComplete() {
        try (Scope scope = outer.enter()) {
            actual.onComplete();
        }
    }

    @Override
    public void request(long n) {
        try (Scope scope = inner.enter()) {
            upstream().request(n);
        }
    }

    @Override
    public void cancel() {
        try (Scope scope = inner.enter()) {
            upstream().cancel();
        }
    }

    private Subscription upstream() {
        return Objects.requireNonNull(subscription, "onSubscribe comes first");
    }
}
