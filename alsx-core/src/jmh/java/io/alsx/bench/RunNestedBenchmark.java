// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** Running with a fresh store, inside another run, four deep. */
public class RunNestedBenchmark extends Measured {

    private static void alsx(int more) {
        if (more == 0) {
            Body.nothing();
        } else {
            Alsx.run(new Object(), () -> alsx(more - 1));
        }
    }

    private static void threadLocal(int more) {
        if (more == 0) {
            Body.nothing();
        } else {
            Raw.run(new Object(), () -> threadLocal(more - 1));
        }
    }

    private static void openTelemetry(int more) {
        if (more == 0) {
            Body.nothing();
        } else {
            OpenTelemetry.run(new Object(), () -> openTelemetry(more - 1));
        }
    }

    private static void grpc(int more) {
        if (more == 0) {
            Body.nothing();
        } else {
            Grpc.run(new Object(), () -> grpc(more - 1));
        }
    }

    private static void ttl(int more) {
        if (more == 0) {
            Body.nothing();
        } else {
            Ttl.run(new Object(), () -> ttl(more - 1));
        }
    }

    private static void brave(int more) {
        if (more == 0) {
            Body.nothing();
        } else {
            BravePeer.run(() -> brave(more - 1));
        }
    }

    @Benchmark
    public void alsx() {
        alsx(4);
    }

    @Benchmark
    public void threadLocal() {
        threadLocal(4);
    }

    @Benchmark
    public void openTelemetry() {
        openTelemetry(4);
    }

    @Benchmark
    public void grpc() {
        grpc(4);
    }

    @Benchmark
    public void ttl() {
        ttl(4);
    }

    @Benchmark
    public void brave() {
        brave(4);
    }
}
