// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads remove a listener that was added twice, and one of them adds another, is no change lost? */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Both are removed, the other one is there")
@Outcome(expect = FORBIDDEN, desc = "A change is lost")
@State
public class EmitterOffStress {

    private final AtomicInteger removedCalls = new AtomicInteger();

    private final AtomicInteger addedCalls = new AtomicInteger();

    private final Consumer<String> removed = event -> removedCalls.incrementAndGet();

    private final AsyncResourceEventEmitter<String> emitter =
            new AsyncResourceEventEmitter<String>("E").on(String.class, removed).on(String.class, removed);

    @Actor
    public void one() {
        emitter.off(String.class, removed);
        emitter.on(String.class, event -> addedCalls.incrementAndGet());
    }

    @Actor
    public void two() {
        emitter.off(String.class, removed);
    }

    @Arbiter
    public void judge(LL_Result r) {
        emitter.emit("event");
        r.r1 = removedCalls.get();
        r.r2 = addedCalls.get();
    }
}
