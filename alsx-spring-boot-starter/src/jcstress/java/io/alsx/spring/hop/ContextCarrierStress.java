// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ContextBridge;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Has a task that is submitted while the bridges become known its context in any case, and its worker nothing of it? */
@JCStressTest
@Outcome(id = "store value, null null", expect = ACCEPTABLE, desc = "With the bridge")
@Outcome(id = "store null, null null", expect = ACCEPTABLE, desc = "Before it was known")
@Outcome(expect = FORBIDDEN, desc = "The context is lost, or something stayed")
@State
public class ContextCarrierStress {

    private static final ThreadLocal<String> BRIDGED = new ThreadLocal<>();

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final ContextCarrier carrier = new ContextCarrier(() -> List.of(ContextBridge.of(BRIDGED)));

    @Actor
    public void submitAndRun(LL_Result r) {
        Runnable bound = storage.run("store", () -> {
            BRIDGED.set("value");
            Runnable task = carrier.bind(() -> r.r1 = storage.getStore() + " " + BRIDGED.get());
            BRIDGED.remove();
            return task;
        });
        bound.run();
        r.r2 = storage.getStore() + " " + BRIDGED.get();
    }

    @Actor
    public void start() {
        carrier.afterSingletonsInstantiated();
    }
}
