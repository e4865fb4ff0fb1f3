// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.spring.ToldFailure;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads leave something behind, are both counted, and does one of them write to the log? */
@JCStressTest
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Counted twice, logged once")
@Outcome(expect = FORBIDDEN, desc = "One is lost, or the log tells of none or both")
@State
public class WireLossesStress {

    private final ToldFailure failure = new ToldFailure();

    private final WireLosses losses = new WireLosses();

    @Actor
    public void one() {
        losses.addFailure("field 'tenant'", failure);
    }

    @Actor
    public void two() {
        losses.addFailure("field 'tenant'", failure);
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = losses.count(WireLosses.Reason.FAILED);
        r.r2 = failure.times();
    }
}
