// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Does a hook that another thread enables and disables hear of a resource what there is to hear meanwhile? */
@JCStressTest
@Outcome(
        id = {"nothing, nothing", "init before after destroy, nothing"},
        expect = ACCEPTABLE,
        desc = "None or all")
@Outcome(
        id = {"before after destroy, nothing", "after destroy, nothing", "destroy, nothing"},
        expect = ACCEPTABLE_INTERESTING,
        desc = "Enabled on the way: all from there")
@Outcome(
        id = {"init, nothing", "init before, nothing", "init before after, nothing"},
        expect = ACCEPTABLE_INTERESTING,
        desc = "Disabled on the way: all up to there")
@Outcome(
        id = {"before, nothing", "before after, nothing", "after, nothing"},
        expect = ACCEPTABLE_INTERESTING,
        desc = "Both on the way: all between them")
@Outcome(expect = FORBIDDEN, desc = "A gap, the wrong order, told twice, or still told once disabled")
@State
public class HookSwitchAgainstEventsStress {

    private final EventLog log = new EventLog();

    private final EventLog later = new EventLog();

    private final AsyncHook hook = AsyncHooks.createHook(log);

    @Actor
    public void live() {
        log.cause(HookSwitchAgainstEventsStress::liveOnce);
    }

    @Actor
    public void enableForAWhile() {
        hook.enable();
        liveOnce();
        hook.disable();
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = log.toString();
        later.cause(HookSwitchAgainstEventsStress::liveOnce);
        r.r2 = later.toString();
    }

    private static void liveOnce() {
        AsyncResource resource = new AsyncResource("R");
        resource.runInAsyncScope(() -> {});
        resource.emitDestroy();
    }
}
