// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads disable the storage, does each of its contexts either last or end, and let its store go? */
@JCStressTest
@Outcome(id = "store, later", expect = ACCEPTABLE, desc = "Entered after both")
@Outcome(id = "let go, later", expect = ACCEPTABLE, desc = "Entered after one, and ended by the other")
@Outcome(expect = FORBIDDEN, desc = "Can no longer be seen but is carried on for ever, or a later run has no store")
@State
public class DisableByTwoThreadsStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private @Nullable ContextFrame captured;

    @Actor
    public void disableAndEnter() {
        storage.disable();
        captured = storage.run("store", () -> CurrentFrame.get());
    }

    @Actor
    public void disable() {
        storage.disable();
    }

    @Arbiter
    public void look(LL_Result r) {
        String store = captured.run(storage::getStore);
        boolean carriedOn = captured.without(new ContextKey()) != ContextFrame.EMPTY;
        r.r1 = store == null ? (carriedOn ? "carried on" : "let go") : store;
        r.r2 = storage.run("later", storage::getStore);
    }
}
