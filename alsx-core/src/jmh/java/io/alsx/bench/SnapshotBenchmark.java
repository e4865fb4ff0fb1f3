// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Capturing the current context. */
public class SnapshotBenchmark extends Measured {

    @Param({"0", "16", "256"})
    public int others;

    @Setup
    public void enter(BenchmarkParams benchmark) {
        Peer peer = Peer.of(benchmark);
        peer.enter(new Object());
        peer.enterOthers(others);
    }

    @Benchmark
    public Object alsx() {
        return Alsx.snapshot();
    }

    @Benchmark
    public Object openTelemetry() {
        return OpenTelemetry.snapshot();
    }

    @Benchmark
    public Object grpc() {
        return Grpc.snapshot();
    }

    @Benchmark
    public Object micrometer() {
        return Micrometer.snapshot();
    }

    @Benchmark
    public Object ttl() {
        return Ttl.snapshot();
    }
}
