// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool in which every thread has the store of somebody else, and what may never see it. */
class PoisonedPoolTest {

    private static final int THREADS = 2;

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private final ExecutorService pool = Executors.newFixedThreadPool(
            THREADS,
            task -> new Thread(() -> {
                storage.enterWith("stale");
                task.run();
            }));

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    /** Runs the code once on each thread of the pool, on all of them at the same time. */
    private List<String> onEveryThread(Callable<String> code) {
        CountDownLatch all = new CountDownLatch(THREADS);
        List<Future<String>> futures = IntStream.range(0, THREADS)
                .mapToObj(i -> pool.submit(() -> {
                    all.countDown();
                    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
                    return code.call();
                }))
                .toList();
        return futures.stream().map(PoisonedPoolTest::get).toList();
    }

    private static String get(Future<String> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String seen() {
        return storage.getStore() + " " + other.getStore();
    }

    @Test
    void isPoisonedIndeed() {
        assertThat(onEveryThread(this::seen)).containsOnly("stale null").hasSize(THREADS);
    }

    @Test
    void boundTaskSeesItsOwnStore() {
        storage.run(
                "mine",
                () -> assertThat(onEveryThread(AsyncLocalStorage.bind(this::seen)))
                        .containsOnly("mine null"));
    }

    @Test
    void boundTaskSeesNothingWhereNothingWasCaptured() {
        assertThat(onEveryThread(AsyncLocalStorage.bind(this::seen))).containsOnly("null null");
        other.run(
                "B",
                () -> assertThat(onEveryThread(AsyncLocalStorage.bind(this::seen)))
                        .containsOnly("null B"));
    }

    @Test
    void snapshotAndResourceClearAndReplace() {
        Snapshot empty = AsyncLocalStorage.snapshot();
        Snapshot mine = storage.run("mine", () -> AsyncLocalStorage.snapshot());
        AsyncResource resource = new AsyncResource("TEST");

        List<String> seen = onEveryThread(() -> {
            String fromEmpty = empty.run(this::seen);
            String fromMine = mine.run(this::seen);
            String fromResource = resource.runInAsyncScope(this::seen);
            String fromScope;
            try (Scope scope = empty.enter()) {
                fromScope = seen();
            }
            return String.join("|", fromEmpty, fromMine, fromResource, fromScope);
        });

        assertThat(seen).containsOnly("null null|mine null|null null|null null");
    }

    @Test
    void tasksSeeNothingOfEachOtherAlsoAfterExceptions() {
        Snapshot empty = AsyncLocalStorage.snapshot();
        Runnable failing = storage.run(
                "failing",
                () -> AsyncLocalStorage.bind((Runnable) () -> {
                    storage.enterWith("left behind");
                    other.enterWith("left behind");
                    throw new IllegalStateException();
                }));

        List<String> seen = onEveryThread(() -> {
            String first = runQuietly(failing) + " " + empty.run(this::seen);
            String nested = empty.run(() -> runQuietly(failing) + " " + seen());
            return first + "|" + nested + "|" + seen();
        });

        assertThat(seen).containsOnly("thrown null null|thrown null null|stale null");
    }

    private static String runQuietly(Runnable failing) {
        try {
            failing.run();
            return "nothing thrown";
        } catch (IllegalStateException expected) {
            return "thrown";
        }
    }

    @Test
    void exitHidesTheStaleStore() {
        assertThat(onEveryThread(() -> storage.exit(this::seen))).containsOnly("null null");
    }

    @Test
    void disableEndsTheStaleStoreOnAllThreads() {
        assertThat(onEveryThread(this::seen)).containsOnly("stale null");

        storage.disable();
        assertThat(onEveryThread(this::seen)).containsOnly("null null");
    }
}
