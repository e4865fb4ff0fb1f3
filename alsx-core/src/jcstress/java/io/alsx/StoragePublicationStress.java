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

/** Does a storage that comes to another thread through a data race work? */
@JCStressTest
@Outcome(id = "none yet", expect = ACCEPTABLE, desc = "Not there yet")
@Outcome(id = "name store null", expect = ACCEPTABLE, desc = "Complete")
@Outcome(expect = FORBIDDEN, desc = "Seen before it was complete")
@State
public class StoragePublicationStress {

    private @Nullable AsyncLocalStorage<String> published;

    @Actor
    public void publish() {
        published = AsyncLocalStorage.named("name");
    }

    @Actor
    public void run(L_Result r) {
        AsyncLocalStorage<String> found = published;
        r.r1 = found == null ? "none yet" : found.name() + " " + found.run("store", () -> readAndDisable(found));
    }

    private static String readAndDisable(AsyncLocalStorage<String> storage) {
        String store = storage.getStore();
        storage.disable();
        return store + " " + storage.getStore();
    }
}
