// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every wrapper of an executor service keeps besides. */
abstract class ExecutorServiceContract extends ExecutorContract {

    ExecutorService service;

    @BeforeEach
    void asService() {
        service = (ExecutorService) executor;
    }

    private boolean isCommonPool() {
        return bare == ForkJoinPool.commonPool();
    }

    @Test
    void capturesAtSubmission() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        List<Future<List<String>>> futures = new ArrayList<>();
        Callable<List<String>> task = () -> {
            assertThat(entered.await(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();
            return seen();
        };
        storage.run("A", () -> {
            futures.add(service.submit(task));
            storage.enterWith("later");
        });
        entered.countDown();

        assertThat(Submission.get(futures.get(0))).containsExactly("A", "null");
    }

    @Test
    void keepsManyTasksApart() throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        AsyncLocalStorage<Integer> number = new AsyncLocalStorage<>();
        List<Future<Integer>> futures = IntStream.range(0, 1000)
                .mapToObj(i -> number.run(i, () -> service.submit(number::getStore)))
                .toList();
        IntStream.range(0, 100).forEach(i -> tasks.add(() -> number.getStore()));

        for (int i = 0; i < futures.size(); i++) {
            assertThat(Submission.get(futures.get(i))).isEqualTo(i);
        }
        for (Future<Integer> future : number.run(7, () -> service.invokeAll(tasks))) {
            assertThat(Submission.get(future)).isEqualTo(7);
        }
    }

    @Test
    void givesTheFuturesOfTheBareOne() throws Exception {
        assertThat(service.submit(() -> "done"))
                .hasSameClassAs(((ExecutorService) bare).submit((Callable<String>) () -> "done"));
        assertThat(Submission.get(service.submit(() -> {}))).isNull();
        assertThat(Submission.get(service.submit(() -> {}, "result"))).isEqualTo("result");
        assertThat(service.invokeAll(List.of())).isEmpty();
    }

    @Test
    void failsWithWhatATaskThrew() {
        IllegalStateException thrown = new IllegalStateException("thrown");
        Callable<String> failing = () -> {
            throw thrown;
        };
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> Submission.get(service.submit(failing)))
                .satisfies(e -> assertThat(e).hasRootCauseMessage("thrown"));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> service.invokeAny(List.of(failing, failing)));
    }

    @Test
    void refusesNullAsTheBareOneDoes() {
        assertThatNullPointerException().isThrownBy(() -> service.submit((Callable<String>) null));
        assertThatNullPointerException().isThrownBy(() -> service.submit((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> service.submit(null, "result"));
        assertThatNullPointerException().isThrownBy(() -> service.invokeAll(null));
        assertThatNullPointerException().isThrownBy(() -> service.invokeAny(null));
        assertThatNullPointerException()
                .isThrownBy(() -> service.invokeAll(Collections.singletonList((Callable<String>) null)));
        assertThatThrownBy(() -> service.invokeAny(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancelsWhatInvokeAllHasNoTimeFor() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try {
            Callable<String> waiting = () -> {
                never.await();
                return "never";
            };
            List<Future<String>> futures = storage.run(
                    "A", () -> service.invokeAll(List.of(waiting, waiting, waiting), 20, TimeUnit.MILLISECONDS));

            assertThat(futures).hasSize(3).allMatch(Future::isCancelled);
        } finally {
            never.countDown();
        }
        Callable<List<String>> seen = this::seen;
        assertThat(storage.run("B", () -> Submission.get(service.submit(seen)))).containsExactly("B", "null");
        assertWorkerIsClean();
    }

    @Test
    void timesOutOfInvokeAny() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try {
            Callable<String> waiting = () -> {
                never.await();
                return "never";
            };
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> service.invokeAny(List.of(waiting), 20, TimeUnit.MILLISECONDS));
        } finally {
            never.countDown();
        }
        assertWorkerIsClean();
    }

    @Test
    void shutsDownTheBareOne() throws Exception {
        ExecutorService inner = (ExecutorService) bare;
        assertThat(service.isShutdown()).isFalse();
        assertThat(service.isTerminated()).isFalse();
        service.shutdown();
        assertThat(service.isShutdown()).isEqualTo(inner.isShutdown()).isEqualTo(!isCommonPool());
        if (isCommonPool()) {
            return;
        }
        assertThat(service.awaitTermination(Submission.SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(service.isTerminated()).isTrue();
        assertThat(inner.isTerminated()).isTrue();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> service.submit(() -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> service.execute(() -> {}));
        assertThat(service.shutdownNow()).isEmpty();
    }

    @Test
    void isNotTerminatedWhileATaskRuns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Boolean> running = service.submit(() -> {
            begun.countDown();
            return end.await(Submission.SECONDS, TimeUnit.SECONDS);
        });
        try {
            // The common pool lets who awaits its termination run what no worker has taken yet.
            assertThat(begun.await(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();
            service.shutdown();

            assertThat(service.isTerminated()).isFalse();
            assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            end.countDown();
        }
        assertThat(Submission.get(running)).isTrue();
    }

    @Test
    void closesTheBareOne() throws Exception {
        Future<List<String>> future = storage.run("A", () -> service.submit(this::seen));

        OtherThread.run(() -> close(service));

        assertThat(service.isShutdown()).isEqualTo(!isCommonPool());
        if (!isCommonPool()) {
            assertThat(service.awaitTermination(Submission.SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(Submission.get(future)).containsExactly("A", "null");
    }

    /** As a caller on JDK 19 and later does; before, an executor service is no AutoCloseable. */
    private static void close(ExecutorService service) {
        if (service instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        } else {
            ((PropagatingExecutorService<?>) service).close();
        }
    }
}
