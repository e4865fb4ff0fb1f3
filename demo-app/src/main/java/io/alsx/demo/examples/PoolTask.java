// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import io.alsx.AsyncResource;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What waits in the queue of a {@link WorkerPool}: a resource, as it has to get back to where it was made. */
final class PoolTask<V> extends AsyncResource {

    private final Callable<V> work;

    private final BiConsumer<@Nullable V, @Nullable Throwable> callback;

    PoolTask(Callable<V> work, BiConsumer<@Nullable V, @Nullable Throwable> callback) {
        super("PoolTask");
        this.work = work;
        this.callback = callback;
    }

    /** The work runs in the context of the worker, which has none; the callback in that of whoever made this task. */
    void runOnWorker() {
        V result;
        try {
            result = work.call();
        } catch (Throwable e) {
            done(null, e);
            return;
        }
        done(result, null);
    }

    private void done(@Nullable V result, @Nullable Throwable error) {
        try {
            runInAsyncScope(() -> callback.accept(result, error));
        } finally {
            emitDestroy(); // a task is used once
        }
    }
}
