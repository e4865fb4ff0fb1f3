// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads call the same bound function, does each see the bound store, and then its own again? */
@JCStressTest
@Outcome(id = "bound one, bound two", expect = ACCEPTABLE, desc = "Each sees the bound store, then its own")
@Outcome(expect = FORBIDDEN, desc = "One has the other's store, or does not get back its own")
@State
public class BoundByTwoThreadsStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final Supplier<String> bound =
            storage.run("bound", () -> AsyncLocalStorage.bindSupplier(storage::requireStore));

    @Actor
    public void one(LL_Result r) {
        storage.run("one", () -> {
            r.r1 = bound.get() + " " + storage.getStore();
        });
    }

    @Actor
    public void two(LL_Result r) {
        storage.run("two", () -> {
            r.r2 = bound.get() + " " + storage.getStore();
        });
    }
}
