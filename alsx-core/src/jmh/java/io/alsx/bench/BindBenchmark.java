// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Binding a function to the current context, and running it. */
public class BindBenchmark extends Measured {

    @Param({"0", "16"})
    public int others;

    @Setup
    public void enter(BenchmarkParams benchmark) {
        Peer peer = Peer.of(benchmark);
        peer.enter(new Object());
        peer.enterOthers(peer instanceof BravePeer ? 0 : others);
    }

    @Benchmark
    public void alsx() {
        Alsx.bind(Body.NOTHING).run();
    }

    @Benchmark
    public void threadLocal() {
        Raw.bind(Body.NOTHING).run();
    }

    @Benchmark
    public void openTelemetry() {
        OpenTelemetry.bind(Body.NOTHING).run();
    }

    @Benchmark
    public void grpc() {
        Grpc.bind(Body.NOTHING).run();
    }

    @Benchmark
    public void micrometer() {
        Micrometer.bind(Body.NOTHING).run();
    }

    @Benchmark
    public void ttl() {
        Ttl.bind(Body.NOTHING).run();
    }

    @Benchmark
    public void brave() {
        BravePeer.bind(Body.NOTHING).run();
    }
}
