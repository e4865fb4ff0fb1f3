// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Handing tasks to another thread; {@code jdk} carries nothing. */
public abstract class Hop extends Measured {

    private static final int TASKS = 1000;

    private ExecutorService executor;

    abstract ExecutorService pool();

    @Setup
    public void start(BenchmarkParams benchmark) {
        Peer peer = Peer.of(benchmark);
        peer.enter(new Object());
        executor = peer.propagating(pool());
    }

    @TearDown
    public void stop() {
        executor.shutdown();
    }

    private void hop() throws ExecutionException, InterruptedException {
        for (int i = 1; i < TASKS; i++) {
            executor.execute(Body.NOTHING);
        }
        executor.submit(Body.NOTHING).get();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void alsx() throws ExecutionException, InterruptedException {
        hop();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void jdk() throws ExecutionException, InterruptedException {
        hop();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void openTelemetry() throws ExecutionException, InterruptedException {
        hop();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void grpc() throws ExecutionException, InterruptedException {
        hop();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void micrometer() throws ExecutionException, InterruptedException {
        hop();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void ttl() throws ExecutionException, InterruptedException {
        hop();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void brave() throws ExecutionException, InterruptedException {
        hop();
    }
}
