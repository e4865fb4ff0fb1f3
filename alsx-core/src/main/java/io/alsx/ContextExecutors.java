// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Executors whose tasks run in the context of their submission.
 *
 * <pre>{@code
 * ExecutorService executor = ContextExecutors.propagating(Executors.newFixedThreadPool(4));
 *
 * storage.run("abc", () -> executor.submit(() -> storage.getStore())); // "abc", on the worker
 * }</pre>
 *
 * <p>The context is captured on the submitting thread when a method is called, and replaces the worker's whole context
 * for the time of the task: a task that is submitted without a store finds none, whatever the worker did before. When
 * the task has ended, normally or with an exception, the worker has back what it had. All else is the bare executor's,
 * which keeps running, rejecting, timing out and closing as it did: futures are its own, {@code shutdownNow()} returns
 * the objects that were given to {@code execute}, tasks that are {@link Comparable} stay so in its queue, and an
 * exception that a task throws leaves it as the same object. Subtasks that a task forks, the
 * functions of a parallel stream, and threads that a task starts itself are no submissions; {@link Snapshot} tells how
 * these get the context.
 *
 * <p>Wrapping is idempotent: an executor that propagates is returned as it is. A wrapper is as thread-safe as the
 * executor in it.
 *
 * <p>A context is kept for as long as the bare executor, or a future that it made, keeps the task. The JDK's futures
 * drop it when they are done or cancelled, except those of a {@link java.util.concurrent.ForkJoinPool}, which keep it
 * until they are collected themselves.
 *
 * <p>The handler for an exception that nobody catches sees the context of the task that threw it, if the thread is a
 * plain or virtual one that runs just this task, a {@link java.util.concurrent.ThreadPoolExecutor}'s or a {@code
 * ForkJoinPool}'s; {@code afterExecute} and the workers of others do not.
 *
 * @apiNote Node has none, as every task of its event loop does this. While a hook is enabled, each task is an {@link
 *     AsyncResource}, of the type {@code ExecutorTask}, {@code ScheduledTask} or {@code Thread}, that is destroyed
 *     after its only run; one that never runs, and one that runs periodically, when it is collected.
 * @implNote A task takes one object of 24 bytes more, and its run a few writes.
 */
@SuppressWarnings("overloads") // a lambda may have to be cast to say which of Executor and ThreadFactory it is
public final class ContextExecutors {

    private ContextExecutors() {}

    /**
     * Has tasks run in the context of their submission. A lambda may have to be cast to {@code Executor}, as it could
     * be a {@code ThreadFactory} as well.
     *
     * @param executor the bare executor; one that is an {@code ExecutorService} or more stays that
     * @return an executor that captures and then calls the bare one
     */
    public static Executor propagating(Executor executor) {
        if (executor instanceof ExecutorService service) {
            return propagating(service);
        }
        return isPropagating(executor) ? executor : new PropagatingExecutor<>(executor);
    }

    /**
     * Has tasks run in the context of their submission. Shutting down or closing the result does so to the bare
     * executor.
     *
     * @param executor the bare executor; one that is a {@code ScheduledExecutorService} stays that
     * @return an executor that captures and then calls the bare one
     */
    public static ExecutorService propagating(ExecutorService executor) {
        if (executor instanceof ScheduledExecutorService scheduled) {
            return propagating(scheduled);
        }
        return isPropagating(executor) ? executor : new PropagatingExecutorService<>(executor);
    }

    /**
     * Has tasks run in the context of their submission, and periodic ones {@linkplain PeriodicTasks#FRESH start empty}.
     *
     * @param executor the bare executor; one that propagates keeps what it has chosen for periodic tasks
     * @return an executor that captures and then calls the bare one
     */
    public static ScheduledExecutorService propagating(ScheduledExecutorService executor) {
        return isPropagating(executor) ? executor : propagating(executor, PeriodicTasks.FRESH);
    }

    /**
     * Has tasks that run once run in the context of their submission, and periodic ones in the context chosen here.
     * What a run enters, the next one does not see.
     *
     * @param executor the bare executor, or one that propagates, whose bare one is wrapped anew if it has chosen
     *     otherwise
     * @param periodicTasks which context periodic tasks see
     * @return an executor that captures and then calls the bare one
     * @apiNote Node: {@code setInterval} is {@link PeriodicTasks#CAPTURE}.
     */
    public static ScheduledExecutorService propagating(ScheduledExecutorService executor, PeriodicTasks periodicTasks) {
        Objects.requireNonNull(periodicTasks, "periodicTasks");
        if (executor instanceof PropagatingScheduledExecutorService wrapper) {
            return wrapper.periodicTasks == periodicTasks ? wrapper : propagating(wrapper.bare, periodicTasks);
        }
        return new PropagatingScheduledExecutorService(Objects.requireNonNull(executor, "executor"), periodicTasks);
    }

    /**
     * Has each thread run, from its start to its end, in the context in which it was made: in which {@code newThread}
     * was called, and not {@code Thread.start}.
     *
     * <p><strong>Not for pools.</strong> A pool makes a thread when a task happens to need one, so its workers would
     * keep the stores of whoever came first for as long as they live. Wrap the pool instead: tasks that are submitted
     * through {@link #propagating(ExecutorService)} see their own context on any thread.
     *
     * @param factory the bare factory
     * @return a factory that captures and then calls the bare one
     * @apiNote Node: {@code new Worker} does not carry a context over; a thread of Java's is more like a task.
     */
    public static ThreadFactory propagating(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return factory instanceof PropagatingThreadFactory ? factory : new PropagatingThreadFactory(factory);
    }

    /**
     * Makes an executor that starts a virtual thread for each task, which runs in the context of its submission.
     *
     * @return {@code propagating(Executors.newVirtualThreadPerTaskExecutor())}
     * @throws UnsupportedOperationException before JDK 21
     */
    public static ExecutorService newVirtualThreadPerTaskExecutor() {
        int version = Runtime.version().feature();
        if (version < 21) {
            throw new UnsupportedOperationException("Virtual threads need JDK 21 or later, and this is JDK " + version
                    + ". Wrap an executor of platform threads: propagating(Executors.newCachedThreadPool()).");
        }
        try {
            return propagating((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new UnsupportedOperationException("This JDK has no virtual threads.", e);
        }
    }

    /**
     * {@return whether tasks of this executor run in the context of their submission because it was wrapped here}
     *
     * @param executor any executor
     */
    public static boolean isPropagating(Executor executor) {
        return Objects.requireNonNull(executor, "executor") instanceof PropagatingExecutor;
    }

    /**
     * {@return the bare executor that was wrapped here, or the same executor if it was not}
     *
     * @param executor any executor
     */
    public static Executor unwrap(Executor executor) {
        return executor instanceof PropagatingExecutor<?> wrapper
                ? wrapper.bare
                : Objects.requireNonNull(executor, "executor");
    }

    /**
     * Wraps a task as a propagating executor does, for code that hands tasks to an executor which it cannot wrap, as a
     * decorator of tasks does. Captures the context of the calling thread; never fails.
     *
     * @param task the task, to run once; for one that is to run many times, {@link AsyncLocalStorage#bind(Runnable)}
     * @return what runs the task in that context, compares as the task does, and is called as the task is
     */
    public static Runnable wrap(Runnable task) {
        return ContextTask.once(task, PropagatingExecutor.TASK);
    }

    /**
     * Wraps a callable as a propagating executor does.
     *
     * @param task the callable, to run once
     * @param <V> the type of the result
     * @return what runs the callable in the context of the calling thread
     */
    public static <V extends @Nullable Object> Callable<V> wrap(Callable<V> task) {
        return ContextTask.once(task, PropagatingExecutor.TASK);
    }

    /**
     * The task that a bare executor has in hand, as it was submitted: for what a user gives such an executor that looks
     * at tasks, as the comparator of its queue, its {@code beforeExecute} or its handler for rejected tasks.
     *
     * @param task what the bare executor has
     * @return the task that was submitted, or the same task if it was not wrapped here
     */
    public static Runnable unwrap(Runnable task) {
        Objects.requireNonNull(task, "task");
        return task instanceof ContextTask ? unwrap(ContextTask.unwrap(task)) : task;
    }

    /**
     * The callable that a bare executor has in hand, as it was submitted: for an executor that overrides {@code
     * newTaskFor}.
     *
     * @param task what the bare executor has
     * @param <V> the type of the result
     * @return the callable that was submitted, or the same callable if it was not wrapped here
     */
    public static <V extends @Nullable Object> Callable<V> unwrap(Callable<V> task) {
        Objects.requireNonNull(task, "task");
        return task instanceof ContextTask ? unwrap(ContextTask.unwrap(task)) : task;
    }
}
