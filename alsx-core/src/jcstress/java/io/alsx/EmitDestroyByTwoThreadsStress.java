// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads destroy the same resource, does one of them, and is it told once? */
@JCStressTest
@Outcome(id = "destroyed, refused, destroy", expect = ACCEPTABLE, desc = "The first one was first")
@Outcome(id = "refused, destroyed, destroy", expect = ACCEPTABLE, desc = "The second one was first")
@Outcome(expect = FORBIDDEN, desc = "Both or none, or an event that is missing or told twice")
@State
public class EmitDestroyByTwoThreadsStress {

    static {
        AsyncHooks.createHook(EventLog.OF_THE_CAUSE).enable();
    }

    private final EventLog log = new EventLog();

    private final AsyncResource resource =
            new AsyncResource("R", AsyncResource.Options.defaults().requireManualDestroy(true));

    @Actor
    public void one(LLL_Result r) {
        r.r1 = destroy();
    }

    @Actor
    public void two(LLL_Result r) {
        r.r2 = destroy();
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r3 = log.toString();
    }

    private String destroy() {
        try {
            log.cause(resource::emitDestroy);
            return "destroyed";
        } catch (IllegalStateException e) {
            return "refused";
        }
    }
}
