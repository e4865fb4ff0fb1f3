// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Is the context of a request that becomes known on another thread either empty or all there? */
@JCStressTest
@Outcome(id = "null null", expect = ACCEPTABLE, desc = "Not known yet")
@Outcome(id = "store other", expect = ACCEPTABLE, desc = "Complete")
@Outcome(expect = FORBIDDEN, desc = "A part of it")
@State
public class LateContextStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private final LateContext late = new LateContext();

    @Actor
    public void enter() {
        storage.run("store", () -> other.run("other", () -> late.set(AsyncLocalStorage.snapshot())));
    }

    @Actor
    public void callBack(L_Result r) {
        r.r1 = late.get().run(() -> storage.getStore() + " " + other.getStore());
    }
}
