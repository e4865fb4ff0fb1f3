// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** Running bodies of many classes with a fresh store, which the compiler cannot call but through the interface. */
public class RunBodiesBenchmark extends Measured {

    private final Runnable[] bodies = {
        () -> Body.take(1), () -> Body.take(2), () -> Body.take(3), () -> Body.take(4),
        () -> Body.take(5), () -> Body.take(6), () -> Body.take(7), () -> Body.take(8)
    };

    private int next;

    private Runnable body() {
        return bodies[next++ & 7];
    }

    @Benchmark
    public void alsx() {
        Alsx.run(new Object(), body());
    }

    @Benchmark
    public void threadLocal() {
        Raw.run(new Object(), body());
    }

    @Benchmark
    public void openTelemetry() {
        OpenTelemetry.run(new Object(), body());
    }

    @Benchmark
    public void grpc() {
        Grpc.run(new Object(), body());
    }

    @Benchmark
    public void ttl() {
        Ttl.run(new Object(), body());
    }

    @Benchmark
    public void brave() {
        BravePeer.run(body());
    }
}
