// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** Reading where nothing was entered. */
public class GetStoreUnboundBenchmark extends Measured {

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
