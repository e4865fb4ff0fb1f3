// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Does a run see its own store or, once another thread has disabled the storage, none, and never another? */
@JCStressTest
@Outcome(id = "store, store, null, later", expect = ACCEPTABLE, desc = "Disabled before or after the run")
@Outcome(id = "store, null, null, later", expect = ACCEPTABLE_INTERESTING, desc = "Disabled between the reads")
@Outcome(id = "null, null, null, later", expect = ACCEPTABLE_INTERESTING, desc = "Disabled before the first read")
@Outcome(expect = FORBIDDEN, desc = "A store came back, stayed after its run, or a later run has none")
@State
public class DisableAgainstRunStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    @Actor
    public void run(LLLL_Result r) {
        storage.run("store", () -> {
            r.r1 = storage.getStore();
            r.r2 = storage.getStore();
        });
        r.r3 = storage.getStore();
    }

    @Actor
    public void disable() {
        storage.disable();
    }

    @Arbiter
    public void runLater(LLLL_Result r) {
        r.r4 = storage.run("later", storage::getStore);
    }
}
