// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncHooks;
import io.alsx.AsyncResource;
import io.alsx.PeriodicTasks;
import io.alsx.Snapshot;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A task that a scheduler repeats: all its runs belong to one resource, also where each run schedules the next. */
final class RepeatedTask extends AsyncResource {

    private final Runnable task;

    private @Nullable Runnable bound;

    private RepeatedTask(Runnable task) {
        super("ScheduledTask");
        this.task = task;
    }

    /**
     * What runs the task again and again.
     *
     * @param task the task, as it was given to an executor
     * @param runs whether in the calling context or in none
     * @param binding binds what runs it to the resource
     */
    static Runnable bind(Runnable task, PeriodicTasks runs, Function<AsyncResource, Runnable> binding) {
        if (AsyncHooks.executionAsyncResource() instanceof RepeatedTask run && run.task == task && run.bound != null) {
            return run.bound;
        }
        RepeatedTask repeated = runs == PeriodicTasks.FRESH
                ? Snapshot.empty().run(() -> new RepeatedTask(task))
                : new RepeatedTask(task);
        Runnable bound = binding.apply(repeated);
        repeated.bound = bound;
        return bound;
    }
}
