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

/** Is a resource that comes to another thread through a data race complete? */
@JCStressTest
@Outcome(id = "none yet", expect = ACCEPTABLE, desc = "Not there yet")
@Outcome(id = "type store inside", expect = ACCEPTABLE, desc = "Complete")
@Outcome(expect = FORBIDDEN, desc = "Seen before it was complete")
@State
public class ResourcePublicationStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private @Nullable AsyncResource published;

    @Actor
    public void publish() {
        storage.run("store", () -> {
            published = new AsyncResource("type");
        });
    }

    @Actor
    public void run(L_Result r) {
        AsyncResource found = published;
        r.r1 = found == null
                ? "none yet"
                : found.emitDestroy().type() + " " + found.runInAsyncScope(() -> inside(found));
    }

    private String inside(AsyncResource resource) {
        return storage.getStore() + (AsyncHooks.executionAsyncId() == resource.asyncId() ? " inside" : " elsewhere");
    }
}
