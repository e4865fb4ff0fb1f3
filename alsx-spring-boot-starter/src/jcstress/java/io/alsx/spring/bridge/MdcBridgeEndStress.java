// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.MdcEntry;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.slf4j.MDC;

/** Where the bridge is destroyed while a request runs, as when an application stops, does the run have its own key or none? */
@JCStressTest
@Outcome(id = "store, null", expect = ACCEPTABLE, desc = "Destroyed after the run")
@Outcome(id = "null, null", expect = ACCEPTABLE, desc = "Destroyed before the run")
@Outcome(
        id = "store, store",
        expect = ACCEPTABLE_INTERESTING,
        desc = "Destroyed during the run: the thread keeps the key")
@Outcome(expect = FORBIDDEN, desc = "A key of another, or one that comes after the run")
@State
public class MdcBridgeEndStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final MdcBridge bridge = new MdcBridge(
            new AsyncLocalStorage<>(), List.of(), List.of(new MdcEntry<>("key", storage, store -> store)));

    @Actor
    public void run(LL_Result r) {
        storage.run("store", () -> {
            r.r1 = MDC.get("key");
        });
        r.r2 = MDC.get("key");
        MDC.remove("key");
    }

    @Actor
    public void stop() {
        bridge.destroy();
    }
}
