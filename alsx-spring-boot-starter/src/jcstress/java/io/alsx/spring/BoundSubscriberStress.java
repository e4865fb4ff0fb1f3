// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Where another thread cancels as soon as it has the subscription, does that reach the source, in the inner context? */
@JCStressTest
@Outcome(id = "nothing to cancel, null, subscriber", expect = ACCEPTABLE, desc = "Before it was there")
@Outcome(id = "cancelled, source, subscriber", expect = ACCEPTABLE, desc = "Cancelled in its context")
@Outcome(expect = FORBIDDEN, desc = "Lost, failed, or in another context")
@State
public class BoundSubscriberStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final Snapshot above = storage.run("source", () -> AsyncLocalStorage.snapshot());

    private final Snapshot below = storage.run("subscriber", () -> AsyncLocalStorage.snapshot());

    private volatile @Nullable Subscription found;

    @Actor
    public void subscribe(LLL_Result r) {
        BoundSubscriber<String> subscriber = new BoundSubscriber<>(downstream(r), above, below);
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                r.r2 = storage.getStore();
            }
        });
    }

    @Actor
    public void cancel(LLL_Result r) {
        Subscription subscription = found;
        if (subscription != null) {
            subscription.cancel();
        }
        r.r1 = subscription == null ? "nothing to cancel" : "cancelled";
    }

    private CoreSubscriber<String> downstream(LLL_Result r) {
        return new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                r.r3 = storage.getStore();
                found = subscription;
            }

            @Override
            public void onNext(String value) {}

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        };
    }
}
