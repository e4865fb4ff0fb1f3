// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.spring.ToldFailure;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Are the numbers that another thread reads one after the other never ahead of those that it reads later? */
@JCStressTest
@Outcome(
        id = {"0, 0, 0", "0, 0, 1", "0, 1, 1", "1, 1, 1"},
        expect = ACCEPTABLE,
        desc = "In order")
@Outcome(expect = FORBIDDEN, desc = "A total without what it counts, or a copy that fails")
@State
public class FindingsReadStress {

    static {
        ToldFailure.silenceLog();
    }

    private final Findings<String> findings = new Findings<>();

    @Actor
    public void find() {
        findings.add("place", "finding");
    }

    @Actor
    public void read(LLL_Result r) {
        r.r1 = findings.total();
        r.r2 = findings.places().getOrDefault("place", 0L);
        r.r3 = findings.recent().size();
    }
}
