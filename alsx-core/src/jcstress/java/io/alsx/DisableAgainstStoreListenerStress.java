// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Where another thread disables the storage, is a listener told only of stores that were entered, and in order? */
@JCStressTest
@Outcome(id = "null>store store>null", expect = ACCEPTABLE, desc = "Disabled before or after the run")
@Outcome(id = "null>store null>null", expect = ACCEPTABLE_INTERESTING, desc = "Disabled during the run")
@Outcome(id = "null>null null>null", expect = ACCEPTABLE_INTERESTING, desc = "Disabled before the listener was told")
@Outcome(expect = FORBIDDEN, desc = "The end of the store is not told, or a wrong one")
@State
public class DisableAgainstStoreListenerStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final List<String> heard = new ArrayList<>();

    private @Nullable Thread runner;

    private final BiConsumer<@Nullable String, @Nullable String> listener = (before, after) -> {
        if (Thread.currentThread() == runner) {
            heard.add(before + ">" + after);
        }
    };

    @Actor
    public void run() {
        runner = Thread.currentThread();
        storage.addStoreListener(listener);
        storage.run("store", () -> {});
        storage.removeStoreListener(listener);
    }

    @Actor
    public void disable() {
        storage.disable();
    }

    @Arbiter
    public void judge(L_Result r) {
        r.r1 = String.join(" ", heard);
    }
}
