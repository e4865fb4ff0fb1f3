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

/** Once disable has returned, does no thread see the store of a snapshot any more? */
@JCStressTest
@Outcome(id = "not yet, store, later", expect = ACCEPTABLE, desc = "Read before it was disabled")
@Outcome(id = "not yet, null, later", expect = ACCEPTABLE_INTERESTING, desc = "Disabled before the read")
@Outcome(id = "disabled, null, later", expect = ACCEPTABLE, desc = "Disabled before all")
@Outcome(expect = FORBIDDEN, desc = "The store was still there, or came back with the later run")
@State
public class DisableAgainstSnapshotStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final Snapshot snapshot = storage.run("store", () -> AsyncLocalStorage.snapshot());

    private volatile boolean disabled;

    @Actor
    public void readInSnapshot(LLL_Result r) {
        snapshot.run(() -> {
            r.r1 = disabled ? "disabled" : "not yet";
            r.r2 = storage.getStore();
        });
    }

    @Actor
    public void disableAndRunLater(LLL_Result r) {
        storage.disable();
        disabled = true;
        r.r3 = storage.run("later", storage::getStore);
    }
}
