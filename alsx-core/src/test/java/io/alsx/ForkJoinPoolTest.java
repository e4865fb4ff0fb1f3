// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special about a fork-join pool: its own tasks, and workers that run other tasks while they wait. */
class ForkJoinPoolTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private ForkJoinPool bare;

    private ExecutorService poolOf(int parallelism) {
        bare = new ForkJoinPool(parallelism);
        return ContextExecutors.propagating((ExecutorService) bare);
    }

    @AfterEach
    void stop() {
        bare.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void runsFunctionsOfACompletableFutureInTheContextOfTheirSubmission(int parallelism) throws Exception {
        ExecutorService executor = poolOf(parallelism);
        CompletableFuture<String> future =
                storage.run("A", () -> CompletableFuture.supplyAsync(storage::getStore, executor));
        CompletableFuture<Void> none =
                CompletableFuture.runAsync(() -> assertThat(storage.getStore()).isNull(), executor);

        assertThat(Submission.get(future)).isEqualTo("A");
        assertThat(Submission.get(none)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void completesATaskOfItsOwnThatIsHandedOverAsARunnable(int parallelism) throws Exception {
        ForkJoinTask<String> task = ForkJoinTask.adapt((Callable<String>) storage::getStore);
        storage.run("A", () -> poolOf(parallelism).execute((Runnable) task));

        assertThat(Submission.get(task)).isEqualTo("A");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void hasAWaitingWorkerRunEachTaskInItsOwnContext(int parallelism) throws Exception {
        ExecutorService executor = poolOf(parallelism);
        Callable<String> inner = storage::getStore;
        Callable<List<String>> outer = () -> {
            String other = storage.run("B", () -> executor.submit(inner)).get();
            return List.of(other, storage.getStore());
        };

        assertThat(Submission.get(storage.run("A", () -> executor.submit(outer))))
                .containsExactly("B", "A");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void letsATaskForkOnTheWorkersOfThePool(int parallelism) throws Exception {
        ExecutorService executor = poolOf(parallelism);
        Callable<List<Object>> forking = () -> {
            int sum = new Sum(1, 1000).fork().join();
            return List.of(sum, ForkJoinTask.getPool() == bare, storage.getStore());
        };

        assertThat(Submission.get(storage.run("A", () -> executor.submit(forking))))
                .containsExactly(500500, true, "A");
    }

    private static final class Sum extends RecursiveTask<Integer> {

        private final int from;

        private final int to;

        Sum(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Integer compute() {
            if (from == to) {
                return from;
            }
            int middle = (from + to) / 2;
            ForkJoinTask<Integer> lower = new Sum(from, middle).fork();
            return new Sum(middle + 1, to).compute() + lower.join();
        }
    }
}
