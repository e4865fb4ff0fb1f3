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

/** Where one thread enables a hook that the other disables, is it one of both, and does it stay switchable? */
@JCStressTest
@Outcome(
        id = {"nothing, init, init", "init, init init, init init"},
        expect = ACCEPTABLE,
        desc = "Disabled or enabled")
@Outcome(expect = FORBIDDEN, desc = "Enabled twice, or no longer to be switched")
@State
public class HookEnableAgainstDisableStress {

    private final EventLog log = new EventLog();

    private final AsyncHook hook = AsyncHooks.createHook(log);

    @Actor
    public void enable() {
        hook.enable();
    }

    @Actor
    public void disable() {
        hook.disable();
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r1 = hear();
        hook.enable();
        r.r2 = hear();
        hook.disable();
        r.r3 = hear();
    }

    private String hear() {
        log.cause(() -> new AsyncResource("R"));
        return log.toString();
    }
}
