// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Where two threads complete the two sources of a stage, does it run once, in the context of its registration? */
@JCStressTest
@Outcome(id = "registrant, 1, one, two", expect = ACCEPTABLE, desc = "Once, by whoever came last")
@Outcome(expect = FORBIDDEN, desc = "Not once, or in another context, or a thread did not get back its own")
@State
public class CompletionOfBothStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AtomicInteger runs = new AtomicInteger();

    private final CompletableFuture<String> first = ContextFutures.newFuture();

    private final CompletableFuture<String> second = new CompletableFuture<>();

    private final CompletableFuture<String> stage = storage.run(
            "registrant",
            () -> first.thenCombine(second, (one, two) -> {
                runs.incrementAndGet();
                return storage.requireStore();
            }));

    @Actor
    public void one(LLLL_Result r) {
        storage.run("one", () -> {
            first.complete("value");
            r.r3 = storage.getStore();
        });
    }

    @Actor
    public void two(LLLL_Result r) {
        storage.run("two", () -> {
            second.complete("value");
            r.r4 = storage.getStore();
        });
    }

    @Arbiter
    public void judge(LLLL_Result r) {
        r.r1 = stage.getNow("not run");
        r.r2 = runs.get();
    }
}
