// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every wrapper keeps, whatever executor is in it, for each way into that. */
abstract class ExecutorContract {

    final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    final AsyncLocalStorage<String> other = AsyncLocalStorage.named("other");

    /** For threads that each begin with the store of somebody else. */
    final ThreadFactory poisoned = task -> new Thread(() -> {
        storage.enterWith("stale");
        task.run();
    });

    Executor bare;

    Executor executor;

    abstract Executor newBare();

    /** What code on a worker sees that nobody has propagated. */
    String stale() {
        return "stale";
    }

    final ForkJoinPool poisonedForkJoinPool(int parallelism) {
        return new ForkJoinPool(
                parallelism,
                pool -> new ForkJoinWorkerThread(pool) {
                    @Override
                    protected void onStart() {
                        storage.enterWith("stale");
                    }
                },
                null,
                false);
    }

    @BeforeEach
    void wrap() {
        bare = newBare();
        executor = ContextExecutors.propagating(bare);
    }

    @AfterEach
    void stop() {
        if (bare instanceof ExecutorService service && service != ForkJoinPool.commonPool()) {
            service.shutdownNow();
        }
    }

    interface Case {
        void check(Submission way) throws Exception;
    }

    final void forEachWay(Case test) {
        for (Submission way : Submission.to(executor)) {
            try {
                test.check(way);
            } catch (Throwable e) {
                throw new AssertionError("through " + way, e);
            }
        }
    }

    final List<String> seen() {
        return List.of(String.valueOf(storage.getStore()), String.valueOf(other.getStore()));
    }

    /** Checks that a worker sees again what it saw before. */
    final void assertWorkerIsClean() throws Exception {
        assertThat(Submission.EXECUTE.through(bare, this::seen)).containsExactly(String.valueOf(stale()), "null");
    }

    @Test
    void runsATaskInTheContextOfItsSubmission() {
        forEachWay(way -> {
            List<String> seen = storage.run("A", () -> other.run("B", () -> way.through(executor, this::seen)));
            assertThat(seen).containsExactly("A", "B");
            assertWorkerIsClean();
        });
    }

    @Test
    void showsATaskWithoutStoresNothingOfItsWorkers() {
        forEachWay(way -> {
            assertThat(way.through(executor, this::seen)).containsExactly("null", "null");
            assertWorkerIsClean();
        });
    }

    @Test
    void letsATaskEnterNothingThatStays() {
        forEachWay(way -> {
            List<String> caller = storage.run("A", () -> {
                way.through(executor, () -> {
                    storage.enterWith("left behind");
                    other.enterWith("left behind");
                    return "done";
                });
                return seen();
            });
            assertThat(caller).containsExactly("A", "null");
            assertWorkerIsClean();
            assertThat(way.through(executor, this::seen)).containsExactly("null", "null");
        });
    }

    @Test
    void runsTheSameTaskInEachOfItsContexts() {
        Callable<List<String>> task = this::seen;
        forEachWay(way -> {
            assertThat(storage.run("A", () -> way.through(executor, task))).containsExactly("A", "null");
            assertThat(storage.run("B", () -> way.through(executor, task))).containsExactly("B", "null");
        });
    }

    @Test
    void carriesTheContextOnFromTaskToTask() {
        forEachWay(way -> {
            AsyncTask<List<String>> last = new AsyncTask<>(this::seen);
            storage.run(
                    "A",
                    () -> way.through(executor, () -> {
                        other.enterWith("B");
                        executor.execute(last);
                        return "done";
                    }));
            assertThat(last.first()).containsExactly("A", "B");
        });
    }

    @Test
    void leavesABoundTaskItsOwnContext() {
        Callable<List<String>> bound =
                storage.run("bound", () -> AsyncLocalStorage.bind((Callable<List<String>>) this::seen));
        forEachWay(way ->
                assertThat(storage.run("A", () -> way.through(executor, bound))).containsExactly("bound", "null"));
    }

    @Test
    void handsOutWhatATaskThrows() {
        Exception thrown = new Exception("thrown");
        forEachWay(way -> {
            assertThatThrownBy(() -> storage.run(
                            "A",
                            () -> way.through(executor, () -> {
                                storage.enterWith("left behind");
                                throw thrown;
                            })))
                    .satisfies(e -> assertThat(e).hasRootCause(thrown));
            assertThat(thrown.getSuppressed()).isEmpty();
            assertThat(seen()).containsExactly("null", "null");
            assertWorkerIsClean();
        });
    }

    @Test
    void isItselfWrappedAgain() {
        assertThat(ContextExecutors.isPropagating(executor)).isTrue();
        assertThat(ContextExecutors.isPropagating(bare)).isFalse();
        assertThat(ContextExecutors.propagating(executor)).isSameAs(executor);
        if (executor instanceof ExecutorService service) {
            assertThat(ContextExecutors.propagating(service)).isSameAs(executor);
        }
        assertThat(ContextExecutors.unwrap(executor)).isSameAs(bare);
        assertThat(ContextExecutors.unwrap(bare)).isSameAs(bare);
    }

    @Test
    void isToldAsTheBareOne() {
        String withoutCounts = bare.toString().replaceAll("\\[.*", "");
        assertThat(executor).asString().startsWith("propagating(" + withoutCounts);
    }

    @Test
    void refusesNullBeforeAnythingElse() {
        assertThatNullPointerException().isThrownBy(() -> executor.execute(null));
    }
}
