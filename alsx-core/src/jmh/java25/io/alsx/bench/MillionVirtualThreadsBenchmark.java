// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** One million virtual threads, all there at once, in each of which a store is entered and read. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx6g", "-XX:+UseG1GC"})
public class MillionVirtualThreadsBenchmark extends Measured {

    private static final int THREADS = 1_000_000;

    private static void start(Runnable body) throws InterruptedException {
        CountDownLatch everyOneIsThere = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread.startVirtualThread(() -> {
                body.run();
                await(everyOneIsThere);
                ended.countDown();
            });
        }
        everyOneIsThere.countDown();
        ended.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public void alsx() throws InterruptedException {
        start(VirtualThreadBenchmark.ALSX);
    }

    @Benchmark
    public void threadLocal() throws InterruptedException {
        start(VirtualThreadBenchmark.THREAD_LOCAL);
    }

    @Benchmark
    public void openTelemetry() throws InterruptedException {
        start(VirtualThreadBenchmark.OPEN_TELEMETRY);
    }

    @Benchmark
    public void scopedValue() throws InterruptedException {
        start(VirtualThreadBenchmark.SCOPED_VALUE);
    }

    @Benchmark
    public void jdk() throws InterruptedException {
        start(Body.NOTHING);
    }
}
