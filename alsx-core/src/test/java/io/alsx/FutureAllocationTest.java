// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a stage allocates, from its registration until its function has run, beside what the JDK's does. */
@SuppressWarnings("FutureReturnValueIgnored") // into the sink
class FutureAllocationTest {

    private static final int CALLS = 10_000;

    private static final int ROUNDS = 60;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final CompletableFuture<String> COMPLETE = CompletableFuture.completedFuture("value");

    private static Object sink;

    private static Object sunk;

    /** What a bound function holds. */
    private record OfTwo(Object first, Object second) {}

    private static double bytes(Runnable code) {
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < CALLS; i++) {
                code.run();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return Math.rint((double) least / CALLS);
    }

    private static double sizeOfTwo() {
        return bytes(() -> sink = new OfTwo(THREADS, THREADS));
    }

    private static double ofAStage(
            Supplier<CompletableFuture<String>> maker,
            Function<CompletableFuture<String>, Object> registration,
            boolean completes) {
        return bytes(() -> {
            CompletableFuture<String> future = maker.get();
            sunk = future;
            sink = registration.apply(future);
            if (completes) {
                future.complete("value");
            }
        });
    }

    private static Map<String, Function<CompletableFuture<String>, Object>> registrations() {
        return Map.of(
                "thenApply", future -> future.thenApply(value -> value),
                "thenAccept", future -> future.thenAccept(value -> {}),
                "thenRun", future -> future.thenRun(() -> {}),
                "handle", future -> future.handle((value, failure) -> value),
                "whenComplete", future -> future.whenComplete((value, failure) -> {}),
                "thenCompose", future -> future.thenCompose(value -> COMPLETE),
                "thenCombine", future -> future.thenCombine(future, (value, other) -> value),
                "applyToEither", future -> future.applyToEither(future, value -> value));
    }

    @Test
    void aStageIsOneBoundFunctionMore() {
        registrations()
                .forEach((name, registration) -> assertThat(ofAStage(ContextFutures::newFuture, registration, false)
                                - ofAStage(CompletableFuture::new, registration, false))
                        .as(name)
                        .isEqualTo(sizeOfTwo()));
    }

    /** Which the compiler removes where it sees that it goes nowhere. */
    @Test
    void runningItIsAtMostOneShortLivedObjectMore() {
        registrations()
                .forEach((name, registration) -> assertThat(ofAStage(ContextFutures::newFuture, registration, true)
                                - ofAStage(CompletableFuture::new, registration, true))
                        .as(name)
                        .isBetween(sizeOfTwo(), 2 * sizeOfTwo()));
    }

    @Test
    void aTaskIsOneBoundFunctionMore() {
        Executor keeping = task -> sunk = task;

        assertThat(bytes(() -> sink = ContextFutures.supplyAsync(() -> "value", keeping))
                        - bytes(() -> sink = CompletableFuture.supplyAsync(() -> "value", keeping)))
                .isEqualTo(sizeOfTwo());
        assertThat(bytes(() -> sink = ContextFutures.runAsync(() -> {}, keeping))
                        - bytes(() -> sink = CompletableFuture.runAsync(() -> {}, keeping)))
                .isEqualTo(sizeOfTwo());
    }

    @Test
    void aFutureWithoutFunctionsCostsWhatTheJdksDoes() {
        assertThat(bytes(() -> sink = ContextFutures.newFuture()))
                .isEqualTo(bytes(() -> sink = new CompletableFuture<>()));
    }
}
