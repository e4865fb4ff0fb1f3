// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads make resources, are all ids different, and do they grow on each thread? */
@JCStressTest
@Outcome(id = "different, growing", expect = ACCEPTABLE, desc = "As it should be")
@Outcome(expect = FORBIDDEN, desc = "An id was given twice, or after a greater one")
@State
public class ResourceIdsStress {

    private long first;

    private long afterFirst;

    private long second;

    private long afterSecond;

    @Actor
    public void one() {
        first = new AsyncResource("R").asyncId();
        afterFirst = new AsyncResource("R").asyncId();
    }

    @Actor
    public void two() {
        second = new AsyncResource("R").asyncId();
        afterSecond = new AsyncResource("R").asyncId();
    }

    @Arbiter
    public void judge(LL_Result r) {
        long different =
                Stream.of(first, afterFirst, second, afterSecond).distinct().count();
        r.r1 = different == 4 ? "different" : "the same";
        r.r2 = first < afterFirst && second < afterSecond ? "growing" : "shrinking";
    }
}
