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
import org.openjdk.jcstress.infra.results.LL_Result;

/** Is a hook that two threads enable at once enabled once, so that it hears once and one disable is enough? */
@JCStressTest
@Outcome(id = "init, init", expect = ACCEPTABLE, desc = "Heard once while it was enabled, and no more")
@Outcome(expect = FORBIDDEN, desc = "Not enabled, enabled twice, or still enabled")
@State
public class HookByTwoThreadsStress {

    private final EventLog log = new EventLog();

    private final AsyncHook hook = AsyncHooks.createHook(log);

    @Actor
    public void one() {
        hook.enable();
    }

    @Actor
    public void two() {
        hook.enable();
    }

    @Arbiter
    public void judge(LL_Result r) {
        log.cause(() -> new AsyncResource("R"));
        r.r1 = log.toString();
        hook.disable();
        log.cause(() -> new AsyncResource("R"));
        r.r2 = log.toString();
    }
}
