// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool of two threads of which the caller chooses one, so that a program runs alike each time. Every hop is waited for,
 * and the thread has to be empty before and after it. Where both threads are in use, a new one is started.
 */
final class ProgramThreads implements AutoCloseable {

    private final List<Worker> workers = List.of(new Worker(), new Worker());

    /** Hands the task to an executor that carries the context, in one of the ways there are. */
    void hop(int pick, Runnable task) {
        Worker worker = free(pick);
        Outcome outcome = new Outcome(task);
        if (worker == null) {
            join(ContextExecutors.propagating((Runnable inThread) -> new Thread(inThread))
                    .newThread(outcome));
        } else {
            worker.busy = true;
            submit(worker.propagating, pick / 2 % 5, outcome);
            worker.await();
        }
        outcome.rethrow();
    }

    /** Runs the task on another thread, to which nothing carries the caller's context. */
    void runBare(int pick, Runnable task) {
        Worker worker = free(pick);
        Outcome outcome = new Outcome(task);
        if (worker == null) {
            join(new Thread(outcome));
        } else {
            worker.busy = true;
            worker.execute(outcome);
            worker.await();
        }
        outcome.rethrow();
    }

    @Override
    public void close() {
        workers.forEach(ThreadPoolExecutor::shutdown);
    }

    static void assertEmpty(String when) {
        if (CurrentFrame.get() != ContextFrame.EMPTY) {
            CurrentFrame.set(CurrentFrame.slot(), ContextFrame.EMPTY);
            throw new AssertionError("A context is left " + when);
        }
    }

    private Worker free(int pick) {
        Worker first = workers.get(pick % 2);
        Worker second = workers.get(1 - pick % 2);
        return !first.busy ? first : !second.busy ? second : null;
    }

    private static void submit(ExecutorService executor, int way, Outcome task) {
        if (way == 0) {
            executor.execute(task);
            return;
        }
        try {
            List<? extends Future<?>> futures = switch (way) {
                case 1 -> List.of(executor.submit(task));
                case 2 -> List.of(executor.submit(task, "result"));
                case 3 -> List.of(executor.submit(task::call));
                default -> executor.invokeAll(List.<Callable<Object>>of(task::call));
            };
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Brings what the task throws to the thread that waits. */
    private static final class Outcome implements Runnable {

        private final Runnable task;
        private Throwable thrown = new AssertionError("The task did not run");

        Outcome(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
                thrown = null;
            } catch (Throwable e) {
                thrown = e;
            }
        }

        Object call() {
            run();
            return "result";
        }

        void rethrow() {
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        }
    }

    /** One thread. Written by the thread that hops, which is one at a time. */
    private static final class Worker extends ThreadPoolExecutor {

        final ExecutorService propagating = ContextExecutors.propagating((ExecutorService) this);

        private final Semaphore done = new Semaphore(0);

        private AssertionError leak;

        boolean busy;

        Worker() {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "program worker");
                thread.setDaemon(true);
                return thread;
            });
        }

        @Override
        public void execute(Runnable command) {
            super.execute(() -> {
                try {
                    assertEmpty("before a task");
                    command.run();
                    assertEmpty("after a task");
                } catch (AssertionError e) {
                    leak = e;
                } finally {
                    done.release();
                }
            });
        }

        void await() {
            done.acquireUninterruptibly();
            busy = false;
            AssertionError found = leak;
            leak = null;
            if (found != null) {
                throw found;
            }
        }
    }
}
