// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Running with a fresh store, among those of other keys. */
public class RunBenchmark extends Measured {

    @Param({"0", "1", "7", "8", "9", "16", "17", "64", "256", "300"})
    public int others;

    @Setup
    public void enter(BenchmarkParams benchmark) {
        Peer peer = Peer.of(benchmark);
        peer.enterOthers(peer instanceof BravePeer ? 0 : others);
    }

    @Benchmark
    public void alsx() {
        Alsx.run(new Object(), Body.NOTHING);
    }

    @Benchmark
    public void threadLocal() {
        Raw.run(new Object(), Body.NOTHING);
    }

    @Benchmark
    public void openTelemetry() {
        OpenTelemetry.run(new Object(), Body.NOTHING);
    }

    @Benchmark
    public void grpc() {
        Grpc.run(new Object(), Body.NOTHING);
    }

    @Benchmark
    public void ttl() {
        Ttl.run(new Object(), Body.NOTHING);
    }

    @Benchmark
    public void brave() {
        BravePeer.run(Body.NOTHING);
    }
}
