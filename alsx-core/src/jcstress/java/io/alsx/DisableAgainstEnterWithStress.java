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

/** Where another thread disables the storage, does the next enterWith work, and end with what is around it? */
@JCStressTest
@Outcome(id = "first, second, clean", expect = ACCEPTABLE, desc = "Disabled outside, or before the second was entered")
@Outcome(id = "null, second, clean", expect = ACCEPTABLE_INTERESTING, desc = "Disabled after the first was entered")
@Outcome(id = "first, null, clean", expect = ACCEPTABLE_INTERESTING, desc = "Disabled after the second was entered")
@Outcome(expect = FORBIDDEN, desc = "A store was ended twice, or came back, or stayed")
@State
public class DisableAgainstEnterWithStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    @Actor
    public void enter(LLL_Result r) {
        Snapshot.empty().run(() -> {
            storage.enterWith("first");
            r.r1 = storage.getStore();
            storage.enterWith("second");
            r.r2 = storage.getStore();
        });
        r.r3 = CurrentFrame.get() == ContextFrame.EMPTY ? "clean" : "leaked";
    }

    @Actor
    public void disable() {
        storage.disable();
    }
}
