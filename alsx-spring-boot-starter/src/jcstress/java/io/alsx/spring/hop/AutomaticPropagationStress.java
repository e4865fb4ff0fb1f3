// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import reactor.core.publisher.Hooks;

/** Where two applications want Reactor to propagate, is that on while either runs, and off after both? */
@JCStressTest
@Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "On and off again")
@Outcome(expect = FORBIDDEN, desc = "Off too early, or left on")
@State
public class AutomaticPropagationStress {

    @Actor
    public void one(LLL_Result r) {
        r.r1 = isOnInside();
    }

    @Actor
    public void two(LLL_Result r) {
        r.r2 = isOnInside();
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r3 = Hooks.isAutomaticContextPropagationEnabled();
    }

    private static boolean isOnInside() {
        AutomaticPropagation propagation = new AutomaticPropagation(true);
        boolean on = Hooks.isAutomaticContextPropagationEnabled();
        propagation.destroy();
        return on;
    }
}
