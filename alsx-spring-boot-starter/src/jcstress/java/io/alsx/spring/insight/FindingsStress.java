// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.spring.ToldFailure;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads find the same, are both counted, and does one of them write to the log? */
@JCStressTest
@Outcome(id = "2 2 2, 1", expect = ACCEPTABLE, desc = "Counted twice, logged once")
@Outcome(expect = FORBIDDEN, desc = "One is lost, or the log tells of none or both")
@State
public class FindingsStress {

    static {
        ToldFailure.silenceLog();
    }

    private final AtomicInteger logged = new AtomicInteger();

    private final Findings<Object> findings = new Findings<>();

    @Actor
    public void one() {
        findings.add("place", new Finding(logged));
    }

    @Actor
    public void two() {
        findings.add("place", new Finding(logged));
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = findings.total() + " " + findings.places().get("place") + " "
                + findings.recent().size();
        r.r2 = logged.get();
    }

    /** Is asked for its text by nobody but the log. */
    private record Finding(AtomicInteger logged) {

        @Override
        public String toString() {
            logged.incrementAndGet();
            return "found";
        }
    }
}
