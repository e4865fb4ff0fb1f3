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

/** Where another thread disables a storage that has a default value, is it the default that is seen instead? */
@JCStressTest
@Outcome(id = "store, null, default", expect = ACCEPTABLE, desc = "Disabled outside of both")
@Outcome(id = "default, null, default", expect = ACCEPTABLE_INTERESTING, desc = "Disabled during run")
@Outcome(id = "store, default, default", expect = ACCEPTABLE_INTERESTING, desc = "Disabled during exit")
@Outcome(expect = FORBIDDEN, desc = "Null without exit, or disabled twice")
@State
public class DisableAgainstDefaultStress {

    private final AsyncLocalStorage<String> storage =
            AsyncLocalStorage.<String>builder().defaultValue("default").build();

    @Actor
    public void runThenExit(LLL_Result r) {
        r.r1 = storage.run("store", storage::getStore);
        r.r2 = storage.exit(storage::getStore);
        r.r3 = storage.getStore();
    }

    @Actor
    public void disable() {
        storage.disable();
    }
}
