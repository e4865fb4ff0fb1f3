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
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;

/**
 * Binds each task of a {@link ConcurrentTaskScheduler}. That one asks for a task that it will repeat, once, as it asks for
 * any other, and nothing but the calling method tells which of both it is. Runs of a task with a trigger are bound as a
 * whole by the executor, where that is ours.
 *
 * @param scheduler whose tasks
 * @param periodicTasks which context the runs of a repeated task see
 * @param carrier binds the tasks
 * @param inner what else decorates a task, in that context
 */
record ConcurrentSchedulerDecorator(
        ConcurrentTaskScheduler scheduler, PeriodicTasks periodicTasks, ContextCarrier carrier, TaskDecorator inner)
        implements TaskDecorator {

    private static final Set<String> ASKING = Set.of("decorateTaskIfNecessary", "decorateTask");

    @Override
    public Runnable decorate(Runnable task) {
        @Nullable StackFrame caller = caller();
        if (caller == null || caller.getDeclaringClass() != ConcurrentTaskScheduler.class) {
            return carrier.bind(task, inner.decorate(task));
        }
        if (!caller.getMethodName().equals("schedule")) {
            return carrier.bindRepeated(task, inner, periodicTasks);
        }
        if (!takesTrigger(caller, task)) {
            return carrier.bind(task, inner.decorate(task));
        }
        return InnerExecutors.bindsTriggeredRuns(scheduler)
                ? RepeatedTask.beginning(periodicTasks).run(() -> inner.decorate(task))
                : carrier.bindRepeated(task, inner, periodicTasks);
    }

    /** A native image does not tell the parameters; there, only what has no trigger has its error handler by now. */
    static boolean takesTrigger(StackFrame caller, Runnable task) {
        try {
            return caller.getMethodType().parameterList().contains(Trigger.class);
        } catch (UnsupportedOperationException e) {
            return !(task instanceof DelegatingErrorHandlingRunnable);
        }
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
