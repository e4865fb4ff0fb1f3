// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Wraps each task, for a peer that has no executor service of its own. */
final class WrappingExecutor extends AbstractExecutorService {

    private final ExecutorService pool;

    private final UnaryOperator<Runnable> wrapper;

    WrappingExecutor(ExecutorService pool, UnaryOperator<Runnable> wrapper) {
        this.pool = pool;
        this.wrapper = wrapper;
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(wrapper.apply(task));
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }
}
