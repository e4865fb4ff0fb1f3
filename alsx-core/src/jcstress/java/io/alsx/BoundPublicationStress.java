// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Is a bound function that comes to another thread through a data race complete? */
@JCStressTest
@Outcome(id = "none yet", expect = ACCEPTABLE, desc = "Not there yet")
@Outcome(id = "store", expect = ACCEPTABLE, desc = "Complete")
@Outcome(expect = FORBIDDEN, desc = "Seen before it was complete")
@State
public class BoundPublicationStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private @Nullable Supplier<String> published;

    @Actor
    public void publish() {
        storage.run("store", () -> {
            published = AsyncLocalStorage.bindSupplier(storage::requireStore);
        });
    }

    @Actor
    public void call(L_Result r) {
        Supplier<String> found = published;
        r.r1 = found == null ? "none yet" : found.get();
    }
}
