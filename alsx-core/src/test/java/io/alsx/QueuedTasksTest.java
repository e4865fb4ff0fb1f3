// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Tasks in the queue of a pool whose only worker is busy: what becomes of them. */
class QueuedTasksTest {

    private final AsyncLocalStorage<Object> storage = AsyncLocalStorage.named("storage");

    private final CountDownLatch free = new CountDownLatch(1);

    private final List<ThreadPoolExecutor> pools = new ArrayList<>();

    @AfterEach
    void stop() {
        free.countDown();
        pools.forEach(ThreadPoolExecutor::shutdownNow);
    }

    /** Wraps a pool of one worker, which is made to wait until it is {@link #free}. */
    private ExecutorService busy(ThreadPoolExecutor pool) throws InterruptedException {
        pools.add(pool);
        CountDownLatch started = new CountDownLatch(1);
        pool.execute(() -> {
            started.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(started.await(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();
        return ContextExecutors.propagating((ExecutorService) pool);
    }

    private static ThreadPoolExecutor pool(BlockingQueue<Runnable> queue, RejectedExecutionHandler handler) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue, handler);
    }

    private ExecutorService busy() throws InterruptedException {
        return busy(pool(new LinkedBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy()));
    }

    private ExecutorService full(RejectedExecutionHandler handler) throws InterruptedException {
        return busy(pool(new LinkedBlockingQueue<>(1), handler));
    }

    /** A store that is entered while the code runs, and nowhere else. */
    private WeakReference<Object> entered(Runnable code) {
        Object store = new Object();
        storage.run(store, code);
        return new WeakReference<>(store);
    }

    private static void assertCollectedThough(WeakReference<?> reference, Object alive) {
        try {
            Garbage.assertCollected(reference);
        } finally {
            Reference.reachabilityFence(alive);
        }
    }

    @Nested
    class AreRejected {

        private final Runnable queued = new FutureTask<>(() -> "queued");

        @Test
        void withTheExceptionAndTheNameThatTheBareOneHas() throws InterruptedException {
            ExecutorService executor = full(new ThreadPoolExecutor.AbortPolicy());
            executor.execute(queued);
            Runnable rejected = new Runnable() {
                @Override
                public void run() {}

                @Override
                public String toString() {
                    return "the user's task";
                }
            };

            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> executor.execute(rejected))
                    .withMessageStartingWith("Task the user's task rejected from");
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.submit(rejected));
        }

        @Test
        void andRetainNothing() throws InterruptedException {
            ExecutorService executor = full(new ThreadPoolExecutor.AbortPolicy());
            executor.execute(queued);
            List<Throwable> thrown = new ArrayList<>();
            WeakReference<Object> store = entered(() -> assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> executor.submit(() -> "never"))
                    .satisfies(thrown::add));

            assertCollectedThough(store, thrown);
        }

        @Test
        void inSilenceAndRetainNothing() throws InterruptedException {
            ExecutorService executor = full(new ThreadPoolExecutor.DiscardPolicy());
            executor.execute(queued);

            assertCollectedThough(entered(() -> executor.execute(() -> {})), executor);
        }

        @Test
        void inFavourOfANewerOneAndRetainNothing() throws InterruptedException {
            ExecutorService executor = full(new ThreadPoolExecutor.DiscardOldestPolicy());
            WeakReference<Object> store = entered(() -> executor.execute(queued));
            executor.execute(() -> {});

            assertCollectedThough(store, executor);
        }

        @Test
        void andRunByTheCallerInTheContextOfTheSubmission() throws InterruptedException {
            ExecutorService executor = full(new ThreadPoolExecutor.CallerRunsPolicy());
            executor.execute(queued);
            AtomicReference<Object> seen = new AtomicReference<>();
            Object after = storage.run("caller", () -> {
                executor.execute(() -> {
                    seen.set(storage.getStore());
                    storage.enterWith("left behind");
                });
                return storage.getStore();
            });

            assertThat(seen).hasValue("caller");
            assertThat(after).isEqualTo("caller");
            Runnable failing = () -> {
                storage.enterWith("left behind");
                throw new IllegalStateException();
            };
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> executor.execute(failing));
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void andHandedToAHandlerThatCanTellThem() throws InterruptedException {
            List<Runnable> handed = new ArrayList<>();
            ExecutorService executor = full((task, pool) -> handed.add(ContextExecutors.unwrap(task)));
            executor.execute(queued);
            Runnable rejected = () -> {};
            executor.execute(rejected);

            assertThat(handed).containsExactly(rejected);
        }
    }

    @Nested
    class AreShutDown {

        @Test
        void andGivenBackAsTheyWereGiven() throws Exception {
            ExecutorService executor = busy();
            Runnable executed = () -> {};
            executor.execute(executed);
            Future<String> submitted = executor.submit(() -> "done");
            FutureTask<String> own = new FutureTask<>(() -> "own");
            executor.execute(own);

            List<Runnable> neverRun = executor.shutdownNow();

            assertThat(neverRun)
                    .hasSize(3)
                    .startsWith(executed)
                    .contains((Runnable) submitted)
                    .endsWith(own);
            neverRun.forEach(Runnable::run);
            assertThat(submitted.get()).isEqualTo("done");
        }

        @Test
        void andRetainNothing() throws InterruptedException {
            ExecutorService executor = busy();
            WeakReference<Object> store = entered(() -> executor.execute(() -> {}));
            List<Runnable> neverRun = executor.shutdownNow();

            assertThat(neverRun).hasSize(1);
            assertCollectedThough(store, neverRun);
        }
    }

    @Nested
    class AreCancelled {

        @Test
        void andNeverRunAndRetainNothing() throws InterruptedException {
            ExecutorService executor = busy();
            List<Future<?>> futures = new ArrayList<>();
            WeakReference<Object> store = entered(() -> {
                futures.add(executor.submit(() -> "never"));
                futures.add(executor.submit(() -> {}));
            });
            futures.forEach(future -> assertThat(future.cancel(false)).isTrue());

            assertCollectedThough(store, futures);
            free.countDown();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> futures.get(0).get());
        }

        @Test
        void inASchedulerAndRetainNothing() {
            ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
            pools.add(pool);
            pool.setRemoveOnCancelPolicy(true);
            ScheduledExecutorService executor =
                    ContextExecutors.propagating((ScheduledExecutorService) pool, PeriodicTasks.CAPTURE);
            List<Future<?>> futures = new ArrayList<>();
            WeakReference<Object> store = entered(() -> {
                futures.add(executor.schedule(() -> "never", 1, TimeUnit.HOURS));
                futures.add(executor.schedule(() -> {}, 1, TimeUnit.HOURS));
                futures.add(executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS));
                futures.add(executor.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.HOURS));
            });
            assertThat(pool.getQueue()).hasSize(4);
            futures.forEach(future -> future.cancel(false));

            assertThat(pool.getQueue()).isEmpty();
            assertCollectedThough(store, List.of(futures, pool));
        }

        @Test
        void andInterruptedWhileTheyRun() throws Exception {
            ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy());
            pools.add(pool);
            ExecutorService executor = ContextExecutors.propagating((ExecutorService) pool);
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<Object> interrupted = new CompletableFuture<>();
            Future<?> future = storage.run(
                    "A",
                    () -> executor.submit(() -> {
                        started.countDown();
                        try {
                            free.await();
                        } catch (InterruptedException e) {
                            interrupted.complete(storage.getStore());
                        }
                    }));
            assertThat(started.await(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(future.cancel(true)).isTrue();

            assertThat(Submission.get(interrupted)).isEqualTo("A");
            assertThat(Submission.EXECUTE.<Object>through(pool, storage::getStore))
                    .isNull();
        }
    }

    @Nested
    class HaveRun {

        @Test
        void andRetainNothing() throws Exception {
            ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy());
            pools.add(pool);
            ExecutorService executor = ContextExecutors.propagating((ExecutorService) pool);
            List<Future<Object>> futures = new ArrayList<>();
            WeakReference<Object> store = entered(() -> futures.add(executor.submit(() -> new Object())));
            Submission.get(futures.get(0));
            Submission.get(executor.submit(() -> {}));

            assertCollectedThough(store, futures);
        }
    }

    @Nested
    class AreOrdered {

        private final List<String> order = new ArrayList<>();

        private final List<Future<?>> futures = new ArrayList<>();

        private final class Ranked implements Runnable, Comparable<Ranked> {

            private final int rank;

            Ranked(int rank) {
                this.rank = rank;
            }

            @Override
            public void run() {
                order.add(rank + " in " + storage.getStore());
            }

            @Override
            public int compareTo(Ranked ranked) {
                return Integer.compare(rank, ranked.rank);
            }
        }

        private void assertRunsInOrder(ThreadPoolExecutor pool, Consumer<Ranked> submission) throws Exception {
            for (int rank : new int[] {3, 1, 2}) {
                storage.run("context " + rank, () -> submission.accept(new Ranked(rank)));
            }
            free.countDown();
            pool.shutdown();
            assertThat(pool.awaitTermination(Submission.SECONDS, TimeUnit.SECONDS))
                    .isTrue();

            assertThat(order).containsExactly("1 in context 1", "2 in context 2", "3 in context 3");
        }

        @Test
        void asTheTasksCompare() throws Exception {
            ThreadPoolExecutor pool = pool(new PriorityBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy());

            assertRunsInOrder(pool, busy(pool)::execute);
        }

        @Test
        void asAComparatorThatUnwrapsSays() throws Exception {
            PriorityBlockingQueue<Runnable> queue = new PriorityBlockingQueue<>(
                    8,
                    (first, second) -> ((Ranked) ContextExecutors.unwrap(first))
                            .compareTo((Ranked) ContextExecutors.unwrap(second)));
            ThreadPoolExecutor pool = pool(queue, new ThreadPoolExecutor.AbortPolicy());

            assertRunsInOrder(pool, busy(pool)::execute);
        }

        @Test
        void asAPoolThatMakesItsOwnFuturesSays() throws Exception {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>()) {
                @Override
                protected <T> RunnableFuture<T> newTaskFor(Runnable task, T value) {
                    return new RankedFuture<>(task, value);
                }
            };

            ExecutorService executor = busy(pool);
            assertRunsInOrder(pool, task -> futures.add(executor.submit(task)));
        }

        /** What such pools do: a future that compares as its task. */
        private static final class RankedFuture<T> extends FutureTask<T> implements Comparable<RankedFuture<T>> {

            private final Ranked task;

            RankedFuture(Runnable task, T value) {
                super(task, value);
                this.task = (Ranked) ContextExecutors.unwrap(task);
            }

            @Override
            public int compareTo(RankedFuture<T> future) {
                return task.compareTo(future.task);
            }
        }

        @Test
        void notAtAllWhereTheTasksDoNotCompare() throws Exception {
            ExecutorService executor = busy(pool(new PriorityBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy()));

            assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> {
                executor.execute(() -> {});
                executor.execute(() -> {});
            });
        }
    }
}
