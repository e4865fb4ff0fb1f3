// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task that runs once has the context of its submission; what the runs of a periodic one have is chosen. */
final class PropagatingScheduledExecutorService extends PropagatingExecutorService<ScheduledExecutorService>
        implements ScheduledExecutorService {

    private static final String SCHEDULED = "ScheduledTask";

    final PeriodicTasks periodicTasks;

    PropagatingScheduledExecutorService(ScheduledExecutorService bare, PeriodicTasks periodicTasks) {
        super(bare);
        this.periodicTasks = periodicTasks;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return bare.schedule(ContextTask.once(command, SCHEDULED), delay, unit);
    }

    @Override
    public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return bare.schedule(ContextTask.once(callable, SCHEDULED), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return bare.scheduleAtFixedRate(periodic(command), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return bare.scheduleWithFixedDelay(periodic(command), initialDelay, delay, unit);
    }

    private Runnable periodic(Runnable command) {
        boolean capture = periodicTasks == PeriodicTasks.CAPTURE;
        return ContextTask.repeated(command, capture ? ContextRunner.capture(SCHEDULED, command) : fresh(command));
    }

    /** In no store, but with the registration for its cause. */
    private static ContextRunner fresh(Runnable command) {
        Objects.requireNonNull(command, "command");
        if (EnabledHooks.isEmpty()) {
            return Snapshot.empty();
        }
        AsyncResource.Options cause = AsyncResource.Options.defaults().triggerAsyncId(AsyncHooks.executionAsyncId());
        return Snapshot.empty().run(() -> new AsyncResource(SCHEDULED, cause));
    }
}
