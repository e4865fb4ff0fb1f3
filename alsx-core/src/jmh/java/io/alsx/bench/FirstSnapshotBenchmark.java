// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** Running with a fresh store, whose context is captured inside. */
public class FirstSnapshotBenchmark extends Measured {

    private static final Runnable ALSX = () -> Body.take(Alsx.snapshot());

    private static final Runnable OPEN_TELEMETRY = () -> Body.take(OpenTelemetry.snapshot());

    private static final Runnable GRPC = () -> Body.take(Grpc.snapshot());

    private static final Runnable TTL = () -> Body.take(Ttl.snapshot());

    @Benchmark
    public void alsx() {
        Alsx.run(new Object(), ALSX);
    }

    @Benchmark
    public void openTelemetry() {
        OpenTelemetry.run(new Object(), OPEN_TELEMETRY);
    }

    @Benchmark
    public void grpc() {
        Grpc.run(new Object(), GRPC);
    }

    @Benchmark
    public void ttl() {
        Ttl.run(new Object(), TTL);
    }
}
