// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where another thread disables the storage, does a run in a run still leave what is around it as it should? */
@JCStressTest
@Outcome(id = "inner, outer, null", expect = ACCEPTABLE, desc = "Disabled before or after both")
@Outcome(id = "inner, null, null", expect = ACCEPTABLE, desc = "Disabled before the outer store is read again")
@Outcome(id = "null, null, null", expect = ACCEPTABLE_INTERESTING, desc = "Disabled before the inner store is read")
@Outcome(expect = FORBIDDEN, desc = "A store came back or stayed after its run")
@State
public class DisableAgainstNestedRunStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    @Actor
    public void run(LLL_Result r) {
        storage.run("outer", () -> {
            storage.run("inner", () -> {
                r.r1 = storage.getStore();
            });
            r.r2 = storage.getStore();
        });
        r.r3 = storage.getStore();
    }

    @Actor
    public void disable() {
        storage.disable();
    }
}
