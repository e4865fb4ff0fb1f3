// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Reading the store under another key that was entered again and again, each time inside the last. */
public class GetStoreAfterDepthBenchmark extends Measured {

    @Param({"0", "1", "1000"})
    public int depth;

    @Setup
    public void enter(BenchmarkParams benchmark) {
        Peer peer = Peer.of(benchmark);
        peer.enter(new Object());
        for (int i = 0; i < depth; i++) {
            peer.enterOther(0, new Object());
        }
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
}
