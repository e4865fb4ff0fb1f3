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
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Where another thread disables the storage, does a scope still close, and leave the other storages alone? */
@JCStressTest
@Outcome(id = "store, null, other, clean", expect = ACCEPTABLE, desc = "Disabled before or after the read")
@Outcome(id = "null, null, other, clean", expect = ACCEPTABLE_INTERESTING, desc = "Disabled in the scope")
@Outcome(expect = FORBIDDEN, desc = "A store stayed after its scope, or another storage's is lost")
@State
public class DisableAgainstScopeStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    @Actor
    public void openAndClose(LLLL_Result r) {
        other.run("other", () -> {
            try (Scope scope = storage.withScope("store")) {
                r.r1 = storage.getStore();
            }
            r.r2 = storage.getStore();
            r.r3 = other.getStore();
        });
        r.r4 = CurrentFrame.get() == ContextFrame.EMPTY ? "clean" : "leaked";
    }

    @Actor
    public void disable() {
        storage.disable();
    }
}
