// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import io.alsx.Snapshot;
import io.alsx.ThrowingSupplier;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to another thread by an executor that may carry the context itself, or not. If it has, then what the
 * task finds stays, as a decorator of the user's may have entered something; otherwise it is entered here.
 */
abstract class Hop {

    private static final Hop NONE = new Hop(Snapshot.empty(), null) {};

    /** Is there while the task is submitted, so that it is there in the task if the executor has carried the context. */
    private static final AsyncLocalStorage<Hop> ON_THE_WAY =
            AsyncLocalStorage.<Hop>builder().name("hop").defaultValue(NONE).build();

    private final Snapshot context;

    private final @Nullable Bridging bridging;

    private Hop(Snapshot context, @Nullable Bridging bridging) {
        this.context = context;
        this.bridging = bridging;
    }

    /** What the bridges captured for the task that the calling code is submitting; null for nothing. */
    static @Nullable Bridging bridgingOnTheWay() {
        return ON_THE_WAY.requireStore().bridging;
    }

    /** Runs the code that hands this over to an executor. */
    <R extends @Nullable Object> R submit(ThrowingSupplier<R, RuntimeException> submission) {
        return ON_THE_WAY.<R, RuntimeException>run(this, submission);
    }

    /** Submits in the context of the task, for what captures the context only then. */
    void submitInContext(Runnable submission) {
        context.run(() -> ON_THE_WAY.run(this, submission));
    }

    /** Runs it in what it finds if that was carried here, and otherwise as the task of an executor that does carry. */
    final <R extends @Nullable Object, X extends Throwable> R run(
            ThrowingSupplier<? extends R, ? extends X> carried, ThrowingSupplier<? extends R, ? extends X> bare)
            throws X {
        return ON_THE_WAY.getStore() == this
                ? ON_THE_WAY.<R, X>run(NONE, () -> AsyncLocalStorage.snapshot().<R, X>run(carried))
                : context.<R, X>run(bare);
    }

    final <R extends @Nullable Object, X extends Throwable> R bridged(ThrowingSupplier<? extends R, ? extends X> task)
            throws X {
        return bridging == null ? task.get() : bridging.<R, X>run(task);
    }

    /** One with a result. */
    static final class OfCall extends Hop implements Callable<Object> {

        private final Callable<Object> task;

        OfCall(Callable<Object> task, Snapshot context, @Nullable Bridging bridging) {
            super(context, bridging);
            this.task = task;
        }

        @Override
        public Object call() throws Exception {
            Callable<Object> bridged = () -> this.<Object, Exception>bridged(task::call);
            return this.<Object, Exception>run(
                    bridged::call, () -> ContextExecutors.wrap(bridged).call());
        }
    }

    /** One without a result, which compares as the task does. */
    static final class OfTask extends Hop implements Runnable, Comparable<OfTask> {

        private final Runnable task;

        OfTask(Runnable task, Snapshot context, @Nullable Bridging bridging) {
            super(context, bridging);
            this.task = task;
        }

        @Override
        public void run() {
            Runnable bridged = () -> this.<@Nullable Object, RuntimeException>bridged(resultless(task));
            this.<@Nullable Object, RuntimeException>run(
                    resultless(bridged),
                    () -> resultless(ContextExecutors.wrap(bridged)).get());
        }

        private static ThrowingSupplier<@Nullable Object, RuntimeException> resultless(Runnable task) {
            return () -> {
                task.run();
                return null;
            };
        }

        @Override
        @SuppressWarnings("unchecked") // fails as the task would
        public int compareTo(OfTask other) {
            return ((Comparable<Object>) task).compareTo(other.task);
        }

        @Override
        public String toString() {
            return task.toString();
        }
    }
}
