// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Reading the store, entered before those of other keys. */
public class GetStoreBenchmark extends Measured {

    @Param({"0", "4", "16", "64", "256"})
    public int others;

    @Setup
    public void enter(BenchmarkParams benchmark) {
        Peer peer = Peer.of(benchmark);
        peer.enter(new Object());
        peer.enterOthers(peer instanceof BravePeer ? 0 : others);
    }

    @Benchmark
    public Object alsx() {
        return Alsx.get();
    }

    @Benchmark
    public Object threadLocal() {
        return Raw.get();
    }

    @Benchmark
    public Object openTelemetry() {
        return OpenTelemetry.get();
    }

    @Benchmark
    public Object grpc() {
        return Grpc.get();
    }

    @Benchmark
    public Object ttl() {
        return Ttl.get();
    }

    @Benchmark
    public Object brave() {
        return BravePeer.get();
    }
}
