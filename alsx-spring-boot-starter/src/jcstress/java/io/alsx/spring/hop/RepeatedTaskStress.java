// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncResource;
import io.alsx.PeriodicTasks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two runs of a repeated task schedule the next one at once, do both go on with the resource of the first one? */
@JCStressTest
@Outcome(id = "same, same", expect = ACCEPTABLE, desc = "One resource for all runs")
@Outcome(expect = FORBIDDEN, desc = "A resource of its own for a run")
@State
public class RepeatedTaskStress {

    private final ThreadLocal<AsyncResource> boundTo = new ThreadLocal<>();

    private final Runnable task = this::scheduleNext;

    private final Runnable bound = bind();

    private final AsyncResource first = boundTo.get();

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
        return boundTo.get() == first ? "same" : "another";
    }

    private void scheduleNext() {
        bind();
    }

    private Runnable bind() {
        return RepeatedTask.bind(task, same -> same, PeriodicTasks.FRESH, () -> this::bind);
    }

    private Runnable bind(AsyncResource resource, Runnable run) {
        boundTo.set(resource);
        return resource.bind(run);
    }
}
