// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Futures are those of the bare executor, and so is all else but the context of the tasks. */
sealed class PropagatingExecutorService<E extends ExecutorService> extends PropagatingExecutor<E>
        implements ExecutorService permits PropagatingScheduledExecutorService {

    PropagatingExecutorService(E bare) {
        super(bare);
    }

    @Override
    public final <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return bare.submit(ContextTask.once(task, TASK));
    }

    @Override
    public final <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return bare.submit(ContextTask.once(task, TASK), result);
    }

    @Override
    public final Future<?> submit(Runnable task) {
        return bare.submit(ContextTask.once(task, TASK));
    }

    @Override
    public final <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return bare.invokeAll(captured(tasks));
    }

    @Override
    public final <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return bare.invokeAll(captured(tasks), timeout, unit);
    }

    @Override
    public final <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        return bare.invokeAny(captured(tasks));
    }

    @Override
    public final <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return bare.invokeAny(captured(tasks), timeout, unit);
    }

    @Override
    public final void shutdown() {
        bare.shutdown();
    }

    @Override
    public final List<Runnable> shutdownNow() {
        List<Runnable> neverRun = new ArrayList<>(bare.shutdownNow());
        neverRun.replaceAll(task -> ContextTask.unwrap(task));
        return neverRun;
    }

    @Override
    public final boolean isShutdown() {
        return bare.isShutdown();
    }

    @Override
    public final boolean isTerminated() {
        return bare.isTerminated();
    }

    @Override
    public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return bare.awaitTermination(timeout, unit);
    }

    /** Overrides a default method of JDK 19 and later, which would wait for ever for a pool that never terminates. */
    public final void close() {
        if (bare instanceof AutoCloseable closeable) {
            PropagatingExecutorService.<RuntimeException>close(closeable);
        } else {
            bare.shutdown();
        }
    }

    private static <T extends @Nullable Object> List<Callable<T>> captured(Collection<? extends Callable<T>> tasks) {
        List<Callable<T>> captured = new ArrayList<>(tasks.size());
        tasks.forEach(task -> captured.add(ContextTask.once(task, TASK)));
        return captured;
    }

    @SuppressWarnings("unchecked") // leaves as the same object
    private static <X extends Exception> void close(AutoCloseable closeable) throws X {
        try {
            closeable.close();
        } catch (Exception e) {
            throw (X) e;
        }
    }
}
