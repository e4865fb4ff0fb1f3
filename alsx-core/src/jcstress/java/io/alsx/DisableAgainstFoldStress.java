// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where another thread disables one of many storages while their frame is folded, do the rest keep their stores? */
@JCStressTest
@Outcome(id = "store, 8, clean", expect = ACCEPTABLE, desc = "Disabled before or after the read")
@Outcome(id = "null, 8, clean", expect = ACCEPTABLE_INTERESTING, desc = "Disabled before or while the frame was folded")
@Outcome(expect = FORBIDDEN, desc = "Another storage's store is lost or wrong, or something stayed")
@State
public class DisableAgainstFoldStress {

    private static final List<AsyncLocalStorage<String>> OTHERS = Stream.generate(AsyncLocalStorage<String>::new)
            .limit(ContextFrame.LIMIT)
            .toList();

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    @Actor
    public void enterAll(LLL_Result r) {
        storage.run("store", () -> enterOthers(0, r));
        r.r3 = CurrentFrame.get() == ContextFrame.EMPTY ? "clean" : "leaked";
    }

    @Actor
    public void disable() {
        storage.disable();
    }

    private void enterOthers(int from, LLL_Result r) {
        if (from < OTHERS.size()) {
            OTHERS.get(from).run("other " + from, () -> enterOthers(from + 1, r));
        } else {
            r.r1 = storage.getStore();
            int right = 0;
            for (int i = 0; i < OTHERS.size(); i++) {
                right += ("other " + i).equals(OTHERS.get(i).getStore()) ? 1 : 0;
            }
            r.r2 = right;
        }
    }
}
