// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** A pool as one finds it in libraries: threads of its own and a queue, and nothing in between that Spring knows of. */
@Component
class WorkerPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final BlockingQueue<PoolTask<?>> tasks = new LinkedBlockingQueue<>();

    private final List<Thread> workers = IntStream.rangeClosed(1, 2)
            .mapToObj(number -> new Thread(this::work, "worker-" + number))
            .toList();

    WorkerPool() {
        workers.forEach(Thread::start);
    }

    /** Has a worker do the work, and the callback hear of the result. */
    <V> PoolTask<V> submit(Callable<V> work, BiConsumer<@Nullable V, @Nullable Throwable> callback) {
        PoolTask<V> task = new PoolTask<>(work, callback);
        tasks.add(task);
        return task;
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }

    private void work() {
        try {
            while (true) {
                run(tasks.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("The pool is closed");
        }
    }

    private static void run(PoolTask<?> task) {
        try {
            task.runOnWorker();
        } catch (RuntimeException e) {
            LOG.error("The callback of {} failed", task, e);
        }
    }
}
