// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.PeriodicTasks;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.Assert;
import org.springframework.util.ErrorHandler;
import org.springframework.util.ReflectionUtils;

/**
 * Captures the context when a task is scheduled. The plain class hands tasks to its decorator only when their time has
 * come, on a thread of its own, and some of them never: those with a fixed delay, which run right on that thread. For
 * the others, decorators are in the context, too. So is the error handler, for all.
 */
final class ContextTaskScheduler extends SimpleAsyncTaskScheduler {

    static final String DELEGATE = "delegate";

    private static final @Nullable Field FIELD =
            ReflectionUtils.findField(DelegatingErrorHandlingRunnable.class, DELEGATE);

    private final PeriodicTasks periodicTasks;

    private final ContextCarrier carrier;

    private @Nullable ErrorHandler errorHandler;

    ContextTaskScheduler(PeriodicTasks periodicTasks, ContextCarrier carrier) {
        this.periodicTasks = periodicTasks;
        this.carrier = carrier;
    }

    @Override
    public void setErrorHandler(ErrorHandler errorHandler) {
        Assert.notNull(errorHandler, "ErrorHandler must not be null");
        super.setErrorHandler(error -> {
            if (error instanceof HandlerFailure handled) {
                ReflectionUtils.rethrowRuntimeException(handled.getCause());
            }
            errorHandler.handleError(error);
        });
        this.errorHandler = errorHandler;
    }

    /** Also called when the time of a task has come, on the thread that waits for it. */
    @Override
    public void execute(Runnable task) {
        Object inner = FIELD != null && task instanceof DelegatingErrorHandlingRunnable ? valueOf(FIELD, task) : null;
        if (inner instanceof Hop.OfTask scheduled) {
            scheduled.submitInContext(() -> super.execute(task));
        } else {
            super.execute(task);
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
        return super.schedule(carrier.hop(handlingErrors(task)), startTime);
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
        Runnable handling = handlingErrors(task);
        return periodicTasks == PeriodicTasks.FRESH ? carrier.hopOfNothing(handling) : carrier.hop(handling);
    }

    private Runnable handlingErrors(Runnable task) {
        return new DelegatingErrorHandlingRunnable(task, this::handle);
    }

    /** In the context of the run; the superclass would, for some tasks, only after it. */
    private void handle(Throwable error) {
        if (errorHandler != null) {
            handle(error, errorHandler);
        } else if (!InnerExecutors.isShutdown(this)) {
            TaskUtils.getDefaultErrorHandler(true).handleError(error);
        } else {
            ReflectionUtils.rethrowRuntimeException(error);
        }
    }

    private static void handle(Throwable error, ErrorHandler errorHandler) {
        try {
            errorHandler.handleError(error);
        } catch (Throwable thrown) {
            throw new HandlerFailure(thrown);
        }
    }

    /** What the superclass makes of a scheduled task does not tell it. */
    private static @Nullable Object valueOf(Field field, Runnable task) {
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, task);
    }

    /** Brings what the error handler has thrown past the superclass, which would have it handled once more. */
    private static final class HandlerFailure extends RuntimeException {

        HandlerFailure(Throwable thrown) {
            super(null, thrown, false, false);
        }
    }
}
