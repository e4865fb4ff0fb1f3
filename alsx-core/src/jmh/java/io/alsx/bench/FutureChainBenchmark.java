// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import io.alsx.ContextFutures;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A chain of five stages, and its completion; {@code jdk} carries nothing. */
public class FutureChainBenchmark extends Measured {

    private static final UnaryOperator<Object> STAGE = value -> {
        Body.take(value);
        return value;
    };

    @Setup
    public void enter(BenchmarkParams benchmark) {
        Peer.of(benchmark).enter(new Object());
    }

    private static Object chain(CompletableFuture<Object> first) {
        CompletableFuture<Object> last = first.thenApply(STAGE)
                .thenApply(STAGE)
                .thenApply(STAGE)
                .thenApply(STAGE)
                .thenApply(STAGE);
        first.complete("value");
        return last.join();
    }

    @Benchmark
    public Object alsx() {
        return chain(ContextFutures.newFuture());
    }

    @Benchmark
    public Object jdk() {
        return chain(new CompletableFuture<>());
    }
}
