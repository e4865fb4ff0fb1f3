// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.ThrowingSupplier;
import java.util.function.Supplier;
import org.springframework.core.task.TaskExecutor;

/**
 * Runs the jobs of a launcher on its executor. A job goes on in the context of the code that launches it, where that
 * reaches the job's thread, and has a store of its own where that code has none. Where it does not reach the thread, the
 * job begins from empty, whatever the thread has. Afterwards the thread has what it had before.
 */
record BatchJobExecutor(TaskExecutor delegate, Supplier<EntryPoint> entryPoint) implements TaskExecutor {

    private static final Object NOTHING = new Object();

    /** Is there on the job's thread if the context has reached it, with whatever the executor's decorator adds. */
    private static final AsyncLocalStorage<Object> LAUNCHING =
            AsyncLocalStorage.builder().name("launching").defaultValue(NOTHING).build();

    @Override
    public void execute(Runnable task) {
        BatchArrival arrival = BatchArrival.of(task);
        if (arrival == null) {
            delegate.execute(task);
            return;
        }
        LAUNCHING.run(arrival, () -> delegate.execute(() -> run(arrival, task)));
    }

    private void run(BatchArrival arrival, Runnable task) {
        EntryPoint entry = entryPoint.get();
        ThrowingSupplier<Boolean, RuntimeException> job = () -> {
            task.run();
            return true;
        };
        if (LAUNCHING.getStore() == arrival) {
            LAUNCHING.run(NOTHING, () -> entry.join(arrival, job));
        } else {
            entry.run(arrival, job);
        }
    }
}
