// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads make, run and destroy resources, are all of them counted, and none kept? */
@JCStressTest
@Outcome(id = "0, 0, 2 2", expect = ACCEPTABLE, desc = "None kept")
@Outcome(expect = FORBIDDEN, desc = "One kept, or counted wrongly")
@State
public class ActiveResourcesStress {

    private final ActiveResources resources = new ActiveResources();

    @Actor
    public void one() {
        live(2);
    }

    @Actor
    public void two() {
        live(3);
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r1 = resources.count();
        r.r2 = resources.all().size();
        r.r3 = resources.captures() + " " + resources.restores();
    }

    private void live(long asyncId) {
        resources.init(asyncId, "R", 1);
        resources.before(asyncId);
        resources.after(asyncId);
        resources.destroy(asyncId);
    }
}
