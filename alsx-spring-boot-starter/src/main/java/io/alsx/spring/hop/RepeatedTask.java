// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.PeriodicTasks;
import io.alsx.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/** A task that a scheduler repeats: all its runs belong to one resource, also where each run schedules the next. */
final class RepeatedTask extends AsyncResource {

    /** Which one a thread runs. The context does not tell where a run has entered another one and left it open. */
    private static final Map<Thread, RepeatedTask> RUNNING = new ConcurrentHashMap<>();

    private final Runnable task;

    /** What each run begins in. */
    private final Snapshot beginning = AsyncLocalStorage.snapshot();

    private final BiFunction<AsyncResource, Runnable, Runnable> binding;

    private RepeatedTask(Runnable task, BiFunction<AsyncResource, Runnable, Runnable> binding) {
        super("ScheduledTask");
        this.task = task;
        this.binding = binding;
    }

    /** What the runs of a task begin in that is scheduled here and now. */
    static Snapshot beginning(PeriodicTasks runs) {
        return runs == PeriodicTasks.FRESH ? Snapshot.empty() : AsyncLocalStorage.snapshot();
    }

    /**
     * What runs the task again and again, or once more if it is what the calling thread runs.
     *
     * @param task the task, as it was given to an executor
     * @param inner makes of it what runs in its place, in the context that the run will have
     * @param runs whether in the calling context or in none
     * @param binding gives, for a task that is new, what binds each of its runs to the resource
     */
    static Runnable bind(
            Runnable task,
            TaskDecorator inner,
            PeriodicTasks runs,
            Supplier<BiFunction<AsyncResource, Runnable, Runnable>> binding) {
        RepeatedTask running = RUNNING.get(Thread.currentThread());
        if (running != null && running.task == task) {
            return running.bound(task, inner);
        }
        BiFunction<AsyncResource, Runnable, Runnable> each = binding.get();
        RepeatedTask repeated = beginning(runs).run(() -> new RepeatedTask(task, each));
        return repeated.bound(task, inner);
    }

    /** What runs the next one of the runs of which the calling thread is in one; null if it is in none. */
    static @Nullable Runnable bindNext(Runnable task, TaskDecorator inner) {
        RepeatedTask running = RUNNING.get(Thread.currentThread());
        return running == null ? null : running.bound(task, inner);
    }

    private Runnable bound(Runnable run, TaskDecorator inner) {
        return binding.apply(this, new Run(beginning.run(() -> inner.decorate(run))));
    }

    private final class Run implements Runnable {

        private final Runnable code;

        Run(Runnable code) {
            this.code = code;
        }

        @Override
        public void run() {
            Thread thread = Thread.currentThread();
            RepeatedTask outer = RUNNING.put(thread, RepeatedTask.this);
            try {
                code.run();
            } finally {
                if (outer == null) {
                    RUNNING.remove(thread);
                } else {
                    RUNNING.put(thread, outer);
                }
            }
        }

        @Override
        public String toString() {
            return code.toString();
        }
    }
}
