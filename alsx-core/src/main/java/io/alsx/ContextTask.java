// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What an executor gets in the place of a task: the task, and the context to run it in. Immutable, so that it may run
 * any number of times, also on several threads at once. In a message it is called as the task, and in a queue it has
 * the task's place: it compares as the task does, and fails to compare where the task is not comparable.
 */
abstract sealed class ContextTask<T> implements Comparable<ContextTask<?>> {

    final T task;

    final ContextRunner context;

    private ContextTask(T task, ContextRunner context) {
        this.task = task;
        this.context = context;
    }

    /** A task that runs once, in the context of here and now. */
    static Runnable once(Runnable task, String type) {
        return new Once(task, ContextRunner.capture(type, task));
    }

    /** A task that runs once, in the context of here and now. */
    static <V extends @Nullable Object> Callable<V> once(Callable<V> task, String type) {
        return new Call<>(task, ContextRunner.capture(type, task));
    }

    /** A task that runs again and again, each time in that context anew. */
    static Runnable repeated(Runnable task, ContextRunner context) {
        Objects.requireNonNull(task, "task");
        return new Repeated(task, context);
    }

    /** The task in this one, or the same where it is none of ours. */
    static Runnable unwrap(Runnable task) {
        return task instanceof ContextTask<?> wrapper && wrapper.task instanceof Runnable wrapped ? wrapped : task;
    }

    /** The task in this one, or the same where it is none of ours. */
    static <V extends @Nullable Object> Callable<V> unwrap(Callable<V> task) {
        return task instanceof Call<V> wrapper ? wrapper.task : task;
    }

    @Override
    @SuppressWarnings("unchecked") // fails as the task would
    public final int compareTo(ContextTask<?> other) {
        return ((Comparable<Object>) task).compareTo(other.task);
    }

    @Override
    public final String toString() {
        return task.toString();
    }

    private static final class Once extends ContextTask<Runnable> implements Runnable {

        Once(Runnable task, ContextRunner context) {
            super(task, context);
        }

        @Override
        public void run() {
            try {
                context.once(ContextRunner.RUN, task);
            } catch (Throwable e) {
                UncaughtInContext.expect(e, context.frame());
                throw e;
            }
        }
    }

    private static final class Call<V extends @Nullable Object> extends ContextTask<Callable<V>>
            implements Callable<V> {

        Call(Callable<V> task, ContextRunner context) {
            super(task, context);
        }

        @Override
        public V call() throws Exception {
            return context.<Callable<V>, V, Exception>once(Callable::call, task);
        }
    }

    private static final class Repeated extends ContextTask<Runnable> implements Runnable {

        Repeated(Runnable task, ContextRunner context) {
            super(task, context);
        }

        @Override
        public void run() {
            context.within(task);
        }
    }
}
