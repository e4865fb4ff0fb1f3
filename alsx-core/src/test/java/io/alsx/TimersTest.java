// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Bound functions on timers that nobody has wrapped, on whose threads somebody has left a store. */
class TimersTest {

    private final AsyncLocalStorage<Object> storage = AsyncLocalStorage.named("storage");

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    private void see() {
        seen.add(String.valueOf(storage.getStore()));
    }

    private void seeAndEnterAnother() {
        see();
        storage.enterWith("of an earlier run");
    }

    private Runnable boundIn(Object store, Runnable code) {
        return storage.run(store, () -> AsyncLocalStorage.bind(code));
    }

    private List<Object> seen(int times) {
        return Stream.generate(this::next).limit(times).toList();
    }

    private Object next() {
        try {
            Object next = seen.poll(Submission.SECONDS, TimeUnit.SECONDS);
            return next == null ? "nothing in time" : next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class UtilTimer {

        private final Timer timer = new Timer("timer", true);

        @BeforeEach
        void leaveAStore() {
            timer.schedule(
                    task(() -> {
                        storage.enterWith("stale");
                        see();
                    }),
                    0);
            assertThat(seen(1)).containsExactly("stale");
        }

        @AfterEach
        void stop() {
            timer.cancel();
        }

        private static TimerTask task(Runnable code) {
            return new TimerTask() {
                @Override
                public void run() {
                    code.run();
                }
            };
        }

        @Test
        void runsABoundTaskInItsContext() {
            TimerTask bound = task(boundIn("A", TimersTest.this::see));
            storage.run("scheduled", () -> timer.schedule(bound, 1));
            timer.schedule(task(boundIn(null, TimersTest.this::see)), 2);

            assertThat(seen(2)).containsExactlyInAnyOrder("A", "null");
        }

        @Test
        void runsATaskThatIsNotBoundInWhateverIsThere() {
            storage.run("A", () -> timer.schedule(task(TimersTest.this::see), 0));

            assertThat(seen(1)).containsExactly("stale");
        }

        @Test
        void startsEachRunOfABoundTaskAnew() {
            timer.schedule(task(boundIn("delay", TimersTest.this::seeAndEnterAnother)), 0, 1);
            assertThat(seen(3)).containsOnly("delay");
            timer.cancel();
        }

        @Test
        void startsEachRunAtAFixedRateAnew() {
            timer.scheduleAtFixedRate(task(boundIn("rate", TimersTest.this::seeAndEnterAnother)), 0, 1);

            assertThat(seen(3)).containsOnly("rate");
        }

        @Test
        void runsEachOfManyInItsOwn() {
            List<String> stores = Stream.iterate(0, i -> i + 1)
                    .limit(100)
                    .map(i -> "store " + i)
                    .toList();
            for (String store : stores) {
                timer.schedule(task(boundIn(store, TimersTest.this::seeAndEnterAnother)), 0);
            }

            assertThat(seen(stores.size())).containsExactlyInAnyOrderElementsOf(stores);
        }

        @Test
        void hasItsThreadBackAsItWas() {
            timer.schedule(
                    task(() -> {
                        boundIn("A", TimersTest.this::seeAndEnterAnother).run();
                        see();
                    }),
                    0);
            assertThat(seen(2)).containsExactly("A", "stale");

            timer.schedule(task(TimersTest.this::see), 0);
            assertThat(seen(1)).containsExactly("stale");
        }

        @Test
        void diesOfTheVeryExceptionOfABoundTask() {
            RuntimeException thrown = new IllegalStateException("thrown");
            Runnable bound = boundIn("A", () -> {
                throw thrown;
            });
            timer.schedule(
                    task(() -> {
                        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> seen.add(error));
                        bound.run();
                    }),
                    0);

            assertThat(next()).isSameAs(thrown);
        }

        @Test
        void keepsNoStoreOfATaskThatIsDoneOrCancelled() {
            WeakReference<Object> done = scheduled(0);
            assertThat(next()).isNotNull();
            Garbage.assertCollected(done);

            timer.schedule(task(() -> {}), TimeUnit.MINUTES.toMillis(1));
            WeakReference<Object> cancelled = scheduled(TimeUnit.HOURS.toMillis(1));
            Garbage.assertCollected(cancelled);
        }

        /** Cancels what is not to be run at once, and is not the next task, which a timer's thread keeps at hand. */
        private WeakReference<Object> scheduled(long delay) {
            Object store = new Object();
            TimerTask task = task(boundIn(store, TimersTest.this::see));
            timer.schedule(task, delay);
            if (delay > 0) {
                assertThat(task.cancel()).isTrue();
                timer.purge();
            }
            return new WeakReference<>(store);
        }
    }

    @Nested
    class ScheduledExecutor {

        private final ScheduledExecutorService bare = Executors.newScheduledThreadPool(
                1,
                task -> new Thread(() -> {
                    storage.enterWith("stale");
                    task.run();
                }));

        @AfterEach
        void stop() {
            bare.shutdownNow();
        }

        @Test
        void runsBoundTasksInTheirContext() throws Exception {
            Callable<Object> bound =
                    storage.run("A", () -> AsyncLocalStorage.bind((Callable<Object>) storage::getStore));
            Callable<Object> unbound = storage::getStore;

            assertThat(Submission.get(bare.schedule(bound, 1, TimeUnit.MILLISECONDS)))
                    .isEqualTo("A");
            assertThat(Submission.get(bare.schedule(boundIn("B", TimersTest.this::see), 1, TimeUnit.MILLISECONDS)))
                    .isNull();
            assertThat(Submission.get(storage.run("C", () -> bare.schedule(unbound, 1, TimeUnit.MILLISECONDS))))
                    .isEqualTo("stale");
            assertThat(seen(1)).containsExactly("B");
        }

        @Test
        void startsEachPeriodicRunOfABoundTaskAnew() {
            Future<?> rate = bare.scheduleAtFixedRate(
                    boundIn("rate", TimersTest.this::seeAndEnterAnother), 0, 1, TimeUnit.MILLISECONDS);
            assertThat(seen(3)).containsOnly("rate");
            rate.cancel(false);
            seen.clear();

            Future<?> delay = bare.scheduleWithFixedDelay(
                    boundIn("delay", TimersTest.this::seeAndEnterAnother), 0, 1, TimeUnit.MILLISECONDS);
            assertThat(seen(3)).endsWith("delay", "delay");
            delay.cancel(false);
        }

        @Test
        void bindsOnceWhereItPropagatesAsWell() throws Exception {
            ScheduledExecutorService propagating = ContextExecutors.propagating(bare);
            Callable<Object> bound =
                    storage.run("bound", () -> AsyncLocalStorage.bind((Callable<Object>) storage::getStore));

            assertThat(Submission.get(
                            storage.run("scheduled", () -> propagating.schedule(bound, 1, TimeUnit.MILLISECONDS))))
                    .isEqualTo("bound");
        }
    }

    @Nested
    class DelayedExecutor {

        @Test
        void runsBoundTasksInTheirContext() throws Exception {
            Executor delayed = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
            delayed.execute(boundIn("A", TimersTest.this::see));
            assertThat(seen(1)).containsExactly("A");

            CompletableFuture<Object> future = CompletableFuture.supplyAsync(
                    storage.run("B", () -> AsyncLocalStorage.bindSupplier(storage::getStore)), delayed);
            assertThat(Submission.get(future)).isEqualTo("B");
        }
    }
}
