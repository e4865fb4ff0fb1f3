// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads add and remove a listener, does each removal find one, and is none left? */
@JCStressTest
@Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "Each has removed one")
@Outcome(expect = FORBIDDEN, desc = "A change is lost")
@State
public class StoreListenersByTwoThreadsStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final BiConsumer<@Nullable String, @Nullable String> listener = (before, after) -> {};

    @Actor
    public void one(LLL_Result r) {
        storage.addStoreListener(listener);
        r.r1 = storage.removeStoreListener(listener);
    }

    @Actor
    public void two(LLL_Result r) {
        storage.addStoreListener(listener);
        r.r2 = storage.removeStoreListener(listener);
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r3 = storage.removeStoreListener(listener);
    }
}
