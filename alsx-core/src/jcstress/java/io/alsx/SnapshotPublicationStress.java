// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Is a snapshot that comes to another thread through a data race complete? */
@JCStressTest
@Outcome(id = "none yet", expect = ACCEPTABLE, desc = "Not there yet")
@Outcome(id = "store other", expect = ACCEPTABLE, desc = "Complete")
@Outcome(expect = FORBIDDEN, desc = "Seen before it was complete")
@State
public class SnapshotPublicationStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private @Nullable Snapshot published;

    @Actor
    public void publish() {
        storage.run(
                "store",
                () -> other.run("other", () -> {
                    published = AsyncLocalStorage.snapshot();
                }));
    }

    @Actor
    public void run(L_Result r) {
        Snapshot found = published;
        r.r1 = found == null ? "none yet" : found.run(() -> storage.getStore() + " " + other.getStore());
    }
}
