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
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where a resource is destroyed while another thread runs in it, does it stay away? */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Gone")
@Outcome(expect = FORBIDDEN, desc = "It came back")
@State
public class ActiveResourceDestroyedStress {

    private final ActiveResources resources = new ActiveResources();

    public ActiveResourceDestroyedStress() {
        resources.init(2, "R", 1);
    }

    @Actor
    public void run() {
        resources.before(2);
        resources.after(2);
    }

    @Actor
    public void destroy() {
        resources.destroy(2);
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = resources.count();
        r.r2 = resources.all().size();
    }
}
