// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.PeriodicTasks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two runs of a repeated task schedule the next one at once, do both go on with what the first one bound? */
@JCStressTest
@Outcome(id = "same, same", expect = ACCEPTABLE, desc = "One resource for all runs")
@Outcome(expect = FORBIDDEN, desc = "A resource of its own for a run")
@State
public class RepeatedTaskStress {

    private final ThreadLocal<Object> next = new ThreadLocal<>();

    private final Runnable task = this::scheduleNext;

    private final Runnable bound = bind();

    @Actor
    public void one(LL_Result r) {
        r.r1 = run();
    }

    @Actor
    public void two(LL_Result r) {
        r.r2 = run();
    }

    private String run() {
        bound.run();
        return next.get() == bound ? "same" : "another";
    }

    private void scheduleNext() {
        next.set(bind());
    }

    private Runnable bind() {
        return RepeatedTask.bind(task, PeriodicTasks.FRESH, resource -> resource.bind(task));
    }
}
