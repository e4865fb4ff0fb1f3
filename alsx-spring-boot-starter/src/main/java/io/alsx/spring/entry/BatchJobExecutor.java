// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.ThrowingSupplier;
import java.util.function.Supplier;
import org.springframework.core.task.TaskExecutor;

/**
 * Runs the jobs of a launcher on its executor. A job goes on in the context of the code that launches it, where that
 * reaches the job's thread, and has a store of its own where that code has none. Where it does not reach the thread, the
 * job begins from empty, whatever the thread has. Afterwards the thread has what it had before.
 */
record BatchJobExecutor(TaskExecutor delegate, Supplier<EntryPoint> entryPoint) implements TaskExecutor {

    @Override
    public void execute(Runnable task) {
        BatchArrival arrival = BatchArrival.of(task);
        if (arrival == null) {
            delegate.execute(task);
            return;
        }
        Snapshot launching = AsyncLocalStorage.snapshot();
        delegate.execute(() -> run(arrival, task, launching));
    }

    private void run(BatchArrival arrival, Runnable task, Snapshot launching) {
        EntryPoint entry = entryPoint.get();
        ThrowingSupplier<Boolean, RuntimeException> job = () -> {
            task.run();
            return true;
        };
        if (AsyncLocalStorage.snapshot() == launching) {
            entry.join(arrival, job);
        } else {
            entry.run(arrival, job);
        }
    }
}
