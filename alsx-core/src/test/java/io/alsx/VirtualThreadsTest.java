// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {

    private static final int MANY = 100_000;

    private final AsyncLocalStorage<Object> storage = AsyncLocalStorage.named("storage");

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private void see() {
        seen.add(String.valueOf(storage.getStore()));
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(Submission.SECONDS));
        assertThat(thread.isAlive()).isFalse();
    }

    @Nested
    class Executor {

        private final ExecutorService executor = ContextExecutors.newVirtualThreadPerTaskExecutor();

        @AfterEach
        void stop() {
            executor.shutdownNow();
        }

        @Test
        void carriesTheContextOfTheSubmission() throws Exception {
            Future<Object> inA = storage.run("A", () -> executor.submit(storage::getStore));
            Future<Object> inNone = executor.submit(storage::getStore);

            assertThat(Submission.get(inA)).isEqualTo("A");
            assertThat(Submission.get(inNone)).isNull();
        }

        @Test
        void carriesOverSubmissionsOfItsTasks() throws Exception {
            Callable<Object> inner = storage::getStore;
            Callable<List<Object>> outer = () -> {
                Object own = storage.getStore();
                Object of = executor.submit(inner).get();
                Object other = storage.run("B", () -> executor.submit(inner)).get();
                return List.of(own, of, other, storage.getStore());
            };

            assertThat(Submission.get(storage.run("A", () -> executor.submit(outer))))
                    .containsExactly("A", "A", "B", "A");
        }

        @Test
        void keepsStoresApartWhereThreadsWaitAndGoOnAnywhere() throws Exception {
            int threads = 1000;
            CountDownLatch started = new CountDownLatch(threads);
            CountDownLatch goOn = new CountDownLatch(1);
            List<Future<List<Object>>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                futures.add(storage.run(
                        number,
                        () -> executor.submit(() -> {
                            Object before = storage.getStore();
                            storage.enterWith("entered by " + number);
                            started.countDown();
                            goOn.await();
                            return List.of(before, storage.getStore());
                        })));
            }

            assertThat(started.await(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();
            goOn.countDown();

            for (int i = 0; i < futures.size(); i++) {
                assertThat(Submission.get(futures.get(i))).containsExactly(i, "entered by " + i);
            }
        }

        @Test
        void keepsNothingOfManyShortTasks() throws Exception {
            WeakReference<Object> all = submitMany();

            Garbage.assertCollected(all);
            assertThat(executor.isShutdown()).isFalse();
            assertThat(Submission.get(executor.submit(storage::getStore))).isNull();
        }

        /** Returns what is collectable once all the stores are. */
        private WeakReference<Object> submitMany() throws InterruptedException {
            Object all = new Object();
            AtomicInteger right = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(MANY);
            for (int i = 0; i < MANY; i++) {
                Object store = List.of(all, i);
                storage.run(
                        store,
                        () -> executor.execute(() -> {
                            if (storage.getStore() == store) {
                                right.incrementAndGet();
                            }
                            done.countDown();
                        }));
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(right).hasValue(MANY);
            return new WeakReference<>(all);
        }
    }

    @Nested
    class Factory {

        private final ThreadFactory factory = ContextExecutors.propagating(VirtualThreads.factory());

        @Test
        void makesThreadsThatRunInTheContextOfTheirMaking() throws Exception {
            Thread thread = storage.run("made", () -> factory.newThread(VirtualThreadsTest.this::see));
            storage.run("started", thread::start);
            join(thread);

            assertThat(seen).containsExactly("made");
        }

        @Test
        void keepsWhatAThreadEntersToThatThread() throws Exception {
            storage.run("A", () -> {
                Thread entering = factory.newThread(() -> storage.enterWith("B"));
                entering.start();
                join(entering);
                see();
                Thread next = factory.newThread(VirtualThreadsTest.this::see);
                next.start();
                join(next);
                return null;
            });

            assertThat(seen).containsExactly("A", "A");
        }
    }

    @Nested
    class BareThread {

        @Test
        void inheritsNothing() throws Exception {
            Thread thread = storage.run("A", () -> VirtualThreads.start(VirtualThreadsTest.this::see));
            join(thread);

            assertThat(seen).containsExactly("null");
        }

        @Test
        void inheritsNothingFromAVirtualThreadEither() throws Exception {
            List<Thread> inner = new ArrayList<>();
            join(VirtualThreads.start(() ->
                    storage.run("A", (Runnable) () -> inner.add(VirtualThreads.start(VirtualThreadsTest.this::see)))));
            join(inner.get(0));

            assertThat(seen).containsExactly("null");
        }

        @Test
        void runsABoundFunctionInItsContext() throws Exception {
            Runnable bound = storage.run("A", () -> AsyncLocalStorage.bind(VirtualThreadsTest.this::see));
            join(VirtualThreads.start(() -> {
                bound.run();
                see();
            }));

            assertThat(seen).containsExactly("A", "null");
        }

        @Test
        void leavesNothingBehindWhereAMillionHaveBeen() throws Exception {
            Garbage.assertCollected(startAMillion());
        }

        /** Returns what is collectable once all the stores are. */
        private WeakReference<Object> startAMillion() throws InterruptedException {
            Object all = new Object();
            for (int started = 0; started < 1_000_000; started += MANY) {
                startMany(all);
            }
            return new WeakReference<>(all);
        }

        private void startMany(Object all) throws InterruptedException {
            AtomicInteger right = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(MANY);
            ThreadFactory factory = VirtualThreads.factory();
            for (int i = 0; i < MANY; i++) {
                Object store = List.of(all, i);
                Runnable bound = storage.run(
                        store,
                        () -> AsyncLocalStorage.bind(
                                (Runnable) () -> right.addAndGet(storage.getStore() == store ? 1 : 0)));
                factory.newThread(() -> {
                            bound.run();
                            storage.enterWith(store);
                            done.countDown();
                        })
                        .start();
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(right).hasValue(MANY);
        }
    }
}
