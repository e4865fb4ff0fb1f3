// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What the handler of a thread sees of the task that failed. */
class UncaughtInContextTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final BlockingQueue<List<Object>> handled = new LinkedBlockingQueue<>();

    private final UncaughtExceptionHandler handler = this::handle;

    private final ThreadFactory threads = task -> {
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler(handler);
        return thread;
    };

    private final IllegalStateException thrown = new IllegalStateException("thrown");

    private ExecutorService pool;

    @AfterEach
    void stop() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    private void handle(Thread thread, Throwable error) {
        handled.add(List.of(error, String.valueOf(storage.getStore())));
    }

    private void fail(Executor executor) {
        storage.run(
                "A",
                () -> executor.execute(() -> {
                    throw thrown;
                }));
    }

    private void assertHandledOnce(String store) throws InterruptedException {
        assertThat(handled.poll(Submission.SECONDS, TimeUnit.SECONDS)).containsExactly(thrown, store);
        assertThat(handled).isEmpty();
    }

    @Test
    void isTheStoreInAThreadPool() throws Exception {
        pool = Executors.newFixedThreadPool(1, threads);
        ExecutorService executor = ContextExecutors.propagating(pool);
        fail(executor);

        assertHandledOnce("A");
        assertThat(Submission.EXECUTE.through(pool, storage::getStore)).isNull();
    }

    /** Which has the same handler hear of it first. */
    @Test
    void isTheStoreWhateverADestroyHookThrows() throws Exception {
        IllegalStateException ofTheHook = new IllegalStateException("of the hook");
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void destroy(long asyncId) {
                throw ofTheHook;
            }
        });
        pool = Executors.newFixedThreadPool(1, threads);
        hook.enable();
        try {
            fail(ContextExecutors.propagating(pool));

            assertThat(handled.poll(Submission.SECONDS, TimeUnit.SECONDS)).containsExactly(ofTheHook, "null");
            assertHandledOnce("A");
        } finally {
            hook.disable();
        }
    }

    @Test
    void isTheStoreInAForkJoinPoolWhoseWorkersLiveOnAsTheyWere() throws Exception {
        pool = new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, handler, false);
        ExecutorService executor = ContextExecutors.propagating(pool);
        fail(executor);

        assertHandledOnce("A");
        assertThat(Submission.EXECUTE.through(pool, storage::getStore)).isNull();
        assertThat(Submission.EXECUTE.through(pool, () -> Thread.currentThread().getUncaughtExceptionHandler()))
                .isSameAs(handler);
    }

    @Test
    void isTheStoreOnAThreadOfItsOwn() throws Exception {
        fail(ContextExecutors.propagating(
                (Executor) task -> threads.newThread(task).start()));

        assertHandledOnce("A");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void isTheStoreOnAVirtualThread() throws Exception {
        pool = ContextExecutors.newVirtualThreadPerTaskExecutor();
        storage.run(
                "A",
                () -> pool.execute(() -> {
                    Thread.currentThread().setUncaughtExceptionHandler(handler);
                    throw thrown;
                }));

        assertHandledOnce("A");
    }

    @Test
    void isTheStoreOfTheTaskAndNotOfTheThread() throws Exception {
        pool = storage.run("first", () -> Executors.newFixedThreadPool(1, ContextExecutors.propagating(threads)));
        fail(ContextExecutors.propagating(pool));

        assertHandledOnce("A");
    }

    @Test
    void isNothingWhereAfterExecuteHasThrownSomethingElse() throws Exception {
        IllegalArgumentException other = new IllegalArgumentException("other");
        pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads) {
            @Override
            protected void afterExecute(Runnable task, Throwable error) {
                if (error != null) {
                    throw other;
                }
            }
        };
        fail(ContextExecutors.propagating(pool));

        assertThat(handled.poll(Submission.SECONDS, TimeUnit.SECONDS)).containsExactly(other, "null");
    }

    @Test
    void leavesTheHandlerOfAThreadAloneWhereNobodyCallsIt() throws Exception {
        pool = Executors.newFixedThreadPool(1, threads);
        CompletableFuture<UncaughtExceptionHandler> after = new CompletableFuture<>();
        pool.execute(() -> {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> fail(ContextExecutors.propagating((Executor) Runnable::run)));
            after.complete(Thread.currentThread().getUncaughtExceptionHandler());
        });

        assertThat(Submission.get(after)).isSameAs(handler);
        assertThat(handled).isEmpty();
    }

    /** Which is a mistake, but a frequent one. */
    @Test
    void leavesTheHandlerOfAThreadAloneThatRunsAnotherOneAsATask() throws Exception {
        pool = Executors.newFixedThreadPool(1, threads);
        Runnable failing = () -> {
            throw thrown;
        };
        Thread task = storage.run(
                "A",
                () -> ContextExecutors.propagating((ThreadFactory) Thread::new).newThread(failing));

        assertIsOfNoConcernTo(pool.submit(task));
    }

    @Test
    void isOfNoConcernToTheFuturesOfASubmission() throws Exception {
        pool = Executors.newFixedThreadPool(1, threads);
        ExecutorService executor = ContextExecutors.propagating(pool);

        assertIsOfNoConcernTo(executor.submit(() -> {
            throw thrown;
        }));
    }

    private void assertIsOfNoConcernTo(Future<?> submitted) throws Exception {
        assertThat(submitted)
                .failsWithin(Submission.SECONDS, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCause(thrown);
        assertThat(Submission.EXECUTE.through(pool, () -> Thread.currentThread().getUncaughtExceptionHandler()))
                .isSameAs(handler);
        assertThat(handled).isEmpty();
    }
}
