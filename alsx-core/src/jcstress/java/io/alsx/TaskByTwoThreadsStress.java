// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where an executor runs a task twice, and at once, does it see its context both times and end once? */
@JCStressTest
@Outcome(id = "store store, 2, 1", expect = ACCEPTABLE, desc = "Ran twice and ended once")
@Outcome(expect = FORBIDDEN, desc = "Did not see its context, or its end is missing or told twice")
@State
public class TaskByTwoThreadsStress {

    static {
        AsyncHooks.createHook(EventLog.OF_THE_CAUSE).enable();
    }

    private final EventLog log = new EventLog();

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private final Runnable task = storage.run("store", () -> ContextTask.once((Runnable) this::see, "ExecutorTask"));

    @Actor
    public void one() {
        log.cause(task);
    }

    @Actor
    public void two() {
        log.cause(task);
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r1 = String.join(" ", seen);
        r.r2 = log.count("before");
        r.r3 = log.count("destroy");
    }

    private void see() {
        seen.add(storage.requireStore());
    }
}
