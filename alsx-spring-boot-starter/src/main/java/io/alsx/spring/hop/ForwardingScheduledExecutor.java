// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of another executor, and is of that type only because Spring's getters are. Has no thread, no queue
 * and no setting of its own. What it does not override, the superclass does by calling what it does.
 */
abstract class ForwardingScheduledExecutor extends ScheduledThreadPoolExecutor {

    private final ScheduledThreadPoolExecutor executor;

    ForwardingScheduledExecutor(ScheduledThreadPoolExecutor executor) {
        super(0);
        this.executor = executor;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return executor.schedule(command, delay, unit);
    }

    @Override
    public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return executor.schedule(callable, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return executor.scheduleAtFixedRate(command, initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return executor.scheduleWithFixedDelay(command, initialDelay, delay, unit);
    }

    @Override
    public boolean remove(Runnable task) {
        return executor.remove(task);
    }

    @Override
    public void purge() {
        executor.purge();
    }

    @Override
    public BlockingQueue<Runnable> getQueue() {
        return executor.getQueue();
    }

    @Override
    public void shutdown() {
        executor.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return executor.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return executor.isShutdown();
    }

    @Override
    public boolean isTerminating() {
        return executor.isTerminating();
    }

    @Override
    public boolean isTerminated() {
        return executor.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return executor.awaitTermination(timeout, unit);
    }

    @Override
    public boolean getContinueExistingPeriodicTasksAfterShutdownPolicy() {
        return executor.getContinueExistingPeriodicTasksAfterShutdownPolicy();
    }

    @Override
    public void setContinueExistingPeriodicTasksAfterShutdownPolicy(boolean value) {
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(value);
    }

    @Override
    public boolean getExecuteExistingDelayedTasksAfterShutdownPolicy() {
        return executor.getExecuteExistingDelayedTasksAfterShutdownPolicy();
    }

    @Override
    public void setExecuteExistingDelayedTasksAfterShutdownPolicy(boolean value) {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(value);
    }

    @Override
    public boolean getRemoveOnCancelPolicy() {
        return executor.getRemoveOnCancelPolicy();
    }

    @Override
    public void setRemoveOnCancelPolicy(boolean value) {
        executor.setRemoveOnCancelPolicy(value);
    }

    @Override
    public ThreadFactory getThreadFactory() {
        return executor.getThreadFactory();
    }

    @Override
    public void setThreadFactory(ThreadFactory factory) {
        executor.setThreadFactory(factory);
    }

    @Override
    public RejectedExecutionHandler getRejectedExecutionHandler() {
        return executor.getRejectedExecutionHandler();
    }

    @Override
    public void setRejectedExecutionHandler(RejectedExecutionHandler handler) {
        executor.setRejectedExecutionHandler(handler);
    }

    @Override
    public int getCorePoolSize() {
        return executor.getCorePoolSize();
    }

    @Override
    public void setCorePoolSize(int size) {
        executor.setCorePoolSize(size);
    }

    @Override
    public int getMaximumPoolSize() {
        return executor.getMaximumPoolSize();
    }

    @Override
    public void setMaximumPoolSize(int size) {
        executor.setMaximumPoolSize(size);
    }

    @Override
    public long getKeepAliveTime(TimeUnit unit) {
        return executor.getKeepAliveTime(unit);
    }

    @Override
    public void setKeepAliveTime(long time, TimeUnit unit) {
        executor.setKeepAliveTime(time, unit);
    }

    @Override
    public boolean allowsCoreThreadTimeOut() {
        return executor.allowsCoreThreadTimeOut();
    }

    @Override
    public void allowCoreThreadTimeOut(boolean value) {
        executor.allowCoreThreadTimeOut(value);
    }

    @Override
    public boolean prestartCoreThread() {
        return executor.prestartCoreThread();
    }

    @Override
    public int prestartAllCoreThreads() {
        return executor.prestartAllCoreThreads();
    }

    @Override
    public int getPoolSize() {
        return executor.getPoolSize();
    }

    @Override
    public int getActiveCount() {
        return executor.getActiveCount();
    }

    @Override
    public int getLargestPoolSize() {
        return executor.getLargestPoolSize();
    }

    @Override
    public long getTaskCount() {
        return executor.getTaskCount();
    }

    @Override
    public long getCompletedTaskCount() {
        return executor.getCompletedTaskCount();
    }

    @Override
    public String toString() {
        return executor.toString();
    }
}
