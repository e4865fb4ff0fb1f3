// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.RequestInfo;
import io.alsx.spring.RequestStore;
import io.alsx.spring.StressRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Where two threads end a request, as a time-out and a completion do, is its end told once? */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Told by one of them")
@Outcome(expect = FORBIDDEN, desc = "Told twice, or not at all")
@State
public class RequestEndedTwiceStress {

    private final AtomicInteger ends = new AtomicInteger();

    private final RequestStores stores = new RequestStores(
            new AsyncLocalStorage<>(),
            RequestStore::new,
            List.of(),
            new RequestIdPolicy("X-Request-Id", false, false),
            List.of(new EndObserver(ends)));

    private final Snapshot inside = Snapshot.empty().run(() -> {
        stores.enter(new StressRequest());
        return AsyncLocalStorage.snapshot();
    });

    @Actor
    public void one() {
        inside.run(stores::ended);
    }

    @Actor
    public void two() {
        inside.run(stores::ended);
    }

    @Arbiter
    public void judge(L_Result r) {
        r.r1 = ends.get();
    }

    private record EndObserver(AtomicInteger ends) implements EntryObserver {

        @Override
        public void entered(RequestInfo request, RequestStore store) {}

        @Override
        public void ended(RequestInfo request, RequestStore store) {
            ends.incrementAndGet();
        }
    }
}
