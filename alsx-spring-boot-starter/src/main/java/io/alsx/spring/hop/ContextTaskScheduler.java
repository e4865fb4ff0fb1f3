// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import io.alsx.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Captures the context when a task is scheduled. The plain class hands tasks to its decorator only when their time has
 * come, on a thread of its own, and some of them never.
 */
final class ContextTaskScheduler extends SimpleAsyncTaskScheduler {

    private final PeriodicTasks periodicTasks;

    ContextTaskScheduler(PeriodicTasks periodicTasks) {
        this.periodicTasks = periodicTasks;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
        return super.schedule(AsyncLocalStorage.bind(task), startTime);
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
        return super.schedule(bindPeriodic(task), trigger);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
        return super.scheduleAtFixedRate(bindPeriodic(task), startTime, period);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
        return super.scheduleAtFixedRate(bindPeriodic(task), period);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
        return super.scheduleWithFixedDelay(bindPeriodic(task), startTime, delay);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
        return super.scheduleWithFixedDelay(bindPeriodic(task), delay);
    }

    private Runnable bindPeriodic(Runnable task) {
        Snapshot context = periodicTasks == PeriodicTasks.FRESH ? Snapshot.empty() : AsyncLocalStorage.snapshot();
        return context.bind(task);
    }
}
