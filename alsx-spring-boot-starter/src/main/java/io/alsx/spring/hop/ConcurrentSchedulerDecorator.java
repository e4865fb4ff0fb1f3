// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.PeriodicTasks;
import java.lang.StackWalker.StackFrame;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * Binds each task of a {@link ConcurrentTaskScheduler}. That one asks for a task that it will repeat, once, as it asks for
 * any other, and nothing but the calling method tells which of both it is. Runs of a task with a trigger are bound as a
 * whole by the executor, where that is ours.
 *
 * @param scheduler whose tasks
 * @param periodicTasks which context the runs of a repeated task see
 * @param carrier binds the tasks
 * @param inner what else decorates a task, in that context; null for nothing
 */
record ConcurrentSchedulerDecorator(
        ConcurrentTaskScheduler scheduler,
        PeriodicTasks periodicTasks,
        ContextCarrier carrier,
        @Nullable TaskDecorator inner)
        implements TaskDecorator {

    private static final Set<String> ASKING = Set.of("decorateTaskIfNecessary", "decorateTask");

    @Override
    public Runnable decorate(Runnable task) {
        @Nullable StackFrame caller = caller();
        Runnable decorated = inner == null ? task : inner.decorate(task);
        if (caller == null || caller.getDeclaringClass() != ConcurrentTaskScheduler.class) {
            return carrier.bind(task, decorated);
        }
        if (!caller.getMethodName().equals("schedule")) {
            return carrier.bindRepeated(task, decorated, periodicTasks);
        }
        if (!caller.getMethodType().parameterList().contains(Trigger.class)) {
            return carrier.bind(task, decorated);
        }
        return InnerExecutors.bindsTriggeredRuns(scheduler)
                ? decorated
                : carrier.bindRepeated(task, decorated, periodicTasks);
    }

    /** The method that asks. */
    private static @Nullable StackFrame caller() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.skip(2)
                        .dropWhile(frame -> ASKING.contains(frame.getMethodName()))
                        .findFirst())
                .orElse(null);
    }
}
