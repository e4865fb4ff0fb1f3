// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Binding a function inside a run with a fresh store, and running it after that. */
public class RunBindRunBenchmark extends Measured {

    /** Only what Micrometer was told of does it carry. */
    @Setup
    public void enter(BenchmarkParams benchmark) {
        Peer.of(benchmark).enter(new Object());
    }

    @Benchmark
    public void alsx() {
        Alsx.runAndBind(new Object(), Body.NOTHING).run();
    }

    @Benchmark
    public void threadLocal() {
        Raw.runAndBind(new Object(), Body.NOTHING).run();
    }

    @Benchmark
    public void openTelemetry() {
        OpenTelemetry.runAndBind(new Object(), Body.NOTHING).run();
    }

    @Benchmark
    public void grpc() {
        Grpc.runAndBind(new Object(), Body.NOTHING).run();
    }

    @Benchmark
    public void micrometer() {
        Micrometer.runAndBind(new Object(), Body.NOTHING).run();
    }

    @Benchmark
    public void ttl() {
        Ttl.runAndBind(new Object(), Body.NOTHING).run();
    }

    @Benchmark
    public void brave() {
        BravePeer.runAndBind(Body.NOTHING).run();
    }
}
