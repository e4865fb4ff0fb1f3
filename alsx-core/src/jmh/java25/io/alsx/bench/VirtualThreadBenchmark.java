// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A fresh virtual thread, in which a store is entered and read; {@code jdk} does neither. */
public class VirtualThreadBenchmark extends Measured {

    static final Object STORE = new Object();

    static final Runnable ALSX = () -> Alsx.run(STORE, () -> Body.take(Alsx.get()));

    static final Runnable THREAD_LOCAL = () -> Raw.run(STORE, () -> Body.take(Raw.get()));

    static final Runnable OPEN_TELEMETRY = () -> OpenTelemetry.run(STORE, () -> Body.take(OpenTelemetry.get()));

    static final Runnable SCOPED_VALUE = () -> Scoped.run(STORE, () -> Body.take(Scoped.get()));

    private static final int THREADS = 100;

    private final AtomicInteger ended = new AtomicInteger();

    /** Waits without parking, which would allocate now and then. */
    private void start(Runnable body) {
        ended.set(0);
        Runnable counted = () -> {
            body.run();
            ended.incrementAndGet();
        };
        for (int i = 0; i < THREADS; i++) {
            Thread.startVirtualThread(counted);
        }
        while (ended.get() < THREADS) {
            Thread.onSpinWait();
        }
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public void alsx() {
        start(ALSX);
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public void threadLocal() {
        start(THREAD_LOCAL);
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public void openTelemetry() {
        start(OPEN_TELEMETRY);
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public void scopedValue() {
        start(SCOPED_VALUE);
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public void jdk() {
        start(Body.NOTHING);
    }
}
