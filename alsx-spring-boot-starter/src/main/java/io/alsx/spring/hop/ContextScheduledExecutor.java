// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.PeriodicTasks;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Binds what a scheduler of Spring's hands to its executor, before it is scheduled. What the executor makes of it stays
 * in its queue as it is, so that a cancelled task can be found there.
 */
final class ContextScheduledExecutor extends ForwardingScheduledExecutor {

    private final PeriodicTasks periodicTasks;

    private final ContextCarrier carrier;

    ContextScheduledExecutor(
            ScheduledThreadPoolExecutor executor, PeriodicTasks periodicTasks, ContextCarrier carrier) {
        super(executor);
        this.periodicTasks = periodicTasks;
        this.carrier = carrier;
    }

    /** Also called for each run of a task with a trigger, with what stands for all of them. */
    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        boolean triggered = command instanceof ScheduledFuture;
        return super.schedule(triggered ? repeated(command) : carrier.bind(command), delay, unit);
    }

    @Override
    public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        FutureTask<V> call = new FutureTask<>(callable);
        Runnable bound = carrier.bind(call);
        return super.schedule(() -> resultOf(call, bound), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(repeated(command), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(repeated(command), initialDelay, delay, unit);
    }

    private Runnable repeated(Runnable command) {
        return carrier.bindRepeated(command, periodicTasks);
    }

    private static <V extends @Nullable Object> V resultOf(FutureTask<V> call, Runnable bound) throws Exception {
        bound.run();
        try {
            return call.get();
        } catch (ExecutionException e) {
            ReflectionUtils.rethrowException(e.getCause());
            throw e;
        }
    }
}
