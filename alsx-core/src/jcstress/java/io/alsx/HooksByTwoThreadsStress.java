// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncHooks.Callbacks;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads switch hooks, one of them from within a callback, is none of the changes lost? */
@JCStressTest
@Outcome(id = "init, init, 1", expect = ACCEPTABLE, desc = "Both are enabled, and the one that was called back is not")
@Outcome(expect = FORBIDDEN, desc = "A change is lost")
@State
public class HooksByTwoThreadsStress {

    private final EventLog first = new EventLog();

    private final EventLog second = new EventLog();

    private final AtomicInteger calls = new AtomicInteger();

    private final AsyncHook firstHook = AsyncHooks.createHook(first);

    private final AsyncHook secondHook = AsyncHooks.createHook(second);

    private final AsyncHook switching = AsyncHooks.createHook(new Callbacks() {
        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            calls.incrementAndGet();
            secondHook.enable();
            switching.disable();
        }
    });

    @Actor
    public void enable() {
        firstHook.enable();
    }

    @Actor
    public void enableInCallback() {
        switching.enable();
        new AsyncResource("R");
    }

    @Arbiter
    public void judge(LLL_Result r) {
        first.cause(() -> new AsyncResource("R"));
        second.cause(() -> new AsyncResource("R"));
        firstHook.disable();
        secondHook.disable();
        r.r1 = first.toString();
        r.r2 = second.toString();
        r.r3 = calls.get();
    }
}
