// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.PeriodicTasks;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * Binds each task to the context of the thread that submits it. A task that a scheduler repeats is bound to the empty
 * context instead, unless told otherwise: it would keep, and show, the store of whoever scheduled it for ever.
 */
public final class ContextTaskDecorator implements TaskDecorator {

    private static final String JDK_EXECUTORS = "java.util.concurrent.";

    private static final String SCHEDULERS = "org.springframework.scheduling.concurrent.";

    private static final String RESCHEDULING = SCHEDULERS + "ReschedulingRunnable.schedule";

    private static final String RUN_BEFORE = SCHEDULERS + "ReschedulingRunnable.run";

    private static final TaskDecorator NOTHING_ELSE = task -> task;

    private final PeriodicTasks periodicTasks;

    private final ContextCarrier carrier;

    /**
     * Makes a decorator without bridges.
     *
     * @param periodicTasks which context the runs of a repeated task see
     */
    public ContextTaskDecorator(PeriodicTasks periodicTasks) {
        this(periodicTasks, new ContextCarrier(List.of()));
    }

    /**
     * Makes the decorator.
     *
     * @param periodicTasks which context the runs of a repeated task see
     * @param carrier binds the tasks
     */
    public ContextTaskDecorator(PeriodicTasks periodicTasks, ContextCarrier carrier) {
        this.periodicTasks = periodicTasks;
        this.carrier = carrier;
    }

    @Override
    public Runnable decorate(Runnable task) {
        return bind(task, NOTHING_ELSE);
    }

    /** This decorator outside of another one, which then finds the store there when its task runs. */
    TaskDecorator around(@Nullable TaskDecorator inner, Executor executor) {
        if (executor instanceof ConcurrentTaskScheduler scheduler) {
            return new ConcurrentSchedulerDecorator(
                    scheduler, periodicTasks, carrier, inner == null ? NOTHING_ELSE : inner);
        }
        return inner == null ? this : new Around(this, inner);
    }

    /** What binds the tasks of a scheduler that asks no decorator in time. */
    ScheduledThreadPoolExecutor inPlaceOf(ScheduledThreadPoolExecutor executor) {
        return new ContextScheduledExecutor(executor, periodicTasks, carrier);
    }

    /** What binds the runs of tasks with a trigger where the decorator does not reach all of a run. */
    ScheduledExecutorService inFrontOf(ScheduledExecutorService executor) {
        return new TriggeredRunExecutor(executor, run -> carrier.bindRepeated(run, periodicTasks));
    }

    static boolean isIn(@Nullable TaskDecorator decorator) {
        return decorator instanceof ContextTaskDecorator
                || decorator instanceof Around
                || decorator instanceof ConcurrentSchedulerDecorator;
    }

    /** Binds what another decorator has run in the place of a task. */
    private Runnable bind(Runnable task, TaskDecorator inner) {
        if (!(task instanceof RunnableScheduledFuture<?> scheduled)) {
            return carrier.bind(task, inner.decorate(task));
        }
        List<String> callers = scheduled.isPeriodic() ? List.of() : callers();
        if (callers.equals(List.of(RESCHEDULING, RUN_BEFORE))) {
            return carrier.bindNextRun(task, inner, periodicTasks);
        }
        return scheduled.isPeriodic() || callers.indexOf(RESCHEDULING) == 0
                ? carrier.bindRepeated(task, inner, periodicTasks)
                : carrier.bind(task, inner.decorate(task));
    }

    /**
     * Spring has a trigger schedule each run as a task of its own, and nothing but the two methods of Spring's that call
     * last tells: the first run is scheduled from outside, the next one from the run before.
     */
    private static List<String> callers() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .dropWhile(method -> !method.startsWith(JDK_EXECUTORS))
                        .dropWhile(method -> !method.startsWith(SCHEDULERS))
                        .limit(2)
                        .toList());
    }

    private record Around(ContextTaskDecorator outer, TaskDecorator inner) implements TaskDecorator {

        @Override
        public Runnable decorate(Runnable task) {
            return outer.bind(task, inner);
        }
    }
}
