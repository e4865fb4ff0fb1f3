// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The ways in which a task that runs once gets into an executor. */
enum Submission {
    EXECUTE(Executor.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            FutureTask<V> future = new FutureTask<>(task);
            executor.execute(future);
            return get(future);
        }
    },

    SUBMIT_CALLABLE(ExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            return get(service(executor).submit(task));
        }
    },

    SUBMIT_RUNNABLE(ExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            FutureTask<V> future = new FutureTask<>(task);
            get(service(executor).submit(future));
            return get(future);
        }
    },

    SUBMIT_RUNNABLE_WITH_RESULT(ExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            FutureTask<V> future = new FutureTask<>(task);
            service(executor).submit(future, "result").get(SECONDS, TimeUnit.SECONDS);
            return get(future);
        }
    },

    INVOKE_ALL(ExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            List<Future<V>> futures = service(executor).invokeAll(List.of(task, task));
            get(futures.get(0));
            return get(futures.get(1));
        }
    },

    INVOKE_ALL_TIMED(ExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            return get(service(executor)
                    .invokeAll(List.of(task), SECONDS, TimeUnit.SECONDS)
                    .get(0));
        }
    },

    INVOKE_ANY(ExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            return service(executor).invokeAny(List.of(task));
        }
    },

    INVOKE_ANY_TIMED(ExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            return service(executor).invokeAny(List.of(task), SECONDS, TimeUnit.SECONDS);
        }
    },

    SCHEDULE_CALLABLE(ScheduledExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            return get(scheduled(executor).schedule(task, 1, TimeUnit.MILLISECONDS));
        }
    },

    SCHEDULE_RUNNABLE(ScheduledExecutorService.class) {
        @Override
        <V> V through(Executor executor, Callable<V> task) throws Exception {
            FutureTask<V> future = new FutureTask<>(task);
            get(scheduled(executor).schedule(future, 1, TimeUnit.MILLISECONDS));
            return get(future);
        }
    };

    static final int SECONDS = 20;

    private final Class<? extends Executor> type;

    Submission(Class<? extends Executor> type) {
        this.type = type;
    }

    /** Those that this executor offers. */
    static List<Submission> to(Executor executor) {
        return Stream.of(values()).filter(way -> way.type.isInstance(executor)).toList();
    }

    /** Runs the task once or more, waits for it and gives what it has returned. */
    abstract <V> V through(Executor executor, Callable<V> task) throws Exception;

    static <V> V get(Future<V> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }

    private static ExecutorService service(Executor executor) {
        return (ExecutorService) executor;
    }

    private static ScheduledExecutorService scheduled(Executor executor) {
        return (ScheduledExecutorService) executor;
    }
}
