// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads enter a store on the same full frame, which then is folded, do both find all that was in it? */
@JCStressTest
@Outcome(id = "9, 9", expect = ACCEPTABLE, desc = "Both find all")
@Outcome(expect = FORBIDDEN, desc = "Something is missing or wrong")
@State
public class FoldByTwoThreadsStress {

    private static final List<ContextKey> KEYS =
            Stream.generate(ContextKey::new).limit(ContextFrame.LIMIT + 1).toList();

    private final ContextFrame full = full();

    private static ContextFrame full() {
        ContextFrame frame = ContextFrame.EMPTY;
        for (ContextKey key : KEYS.subList(0, ContextFrame.LIMIT)) {
            frame = frame.with(key, key);
        }
        return frame;
    }

    @Actor
    public void one(LL_Result r) {
        r.r1 = found();
    }

    @Actor
    public void two(LL_Result r) {
        r.r2 = found();
    }

    private int found() {
        ContextKey last = KEYS.get(ContextFrame.LIMIT);
        ContextFrame folded = full.with(last, last);
        int found = 0;
        for (ContextKey key : KEYS) {
            found += folded.get(key, null) == key ? 1 : 0;
        }
        return found;
    }
}
