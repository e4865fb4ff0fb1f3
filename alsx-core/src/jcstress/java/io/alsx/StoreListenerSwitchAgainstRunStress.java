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
import org.openjdk.jcstress.infra.results.LL_Result;

/** Does a listener that another thread adds and removes hear of a run what there is to hear meanwhile? */
@JCStressTest
@Outcome(
        id = {"nothing, nothing", "null>store store>null, nothing"},
        expect = ACCEPTABLE,
        desc = "None or all")
@Outcome(id = "store>null, nothing", expect = ACCEPTABLE_INTERESTING, desc = "Added during the run")
@Outcome(id = "null>store, nothing", expect = ACCEPTABLE_INTERESTING, desc = "Removed during the run")
@Outcome(expect = FORBIDDEN, desc = "The wrong order, told twice, or still told once removed")
@State
public class StoreListenerSwitchAgainstRunStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final List<String> heard = new ArrayList<>();

    private final BiConsumer<@Nullable String, @Nullable String> listener =
            (before, after) -> heard.add(before + ">" + after);

    @Actor
    public void run() {
        storage.run("store", () -> {});
    }

    @Actor
    public void addAndRemove() {
        storage.addStoreListener(listener);
        storage.removeStoreListener(listener);
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = heard();
        heard.clear();
        storage.run("later", () -> {});
        r.r2 = heard();
    }

    private String heard() {
        return heard.isEmpty() ? "nothing" : String.join(" ", heard);
    }
}
