// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** Entering a fresh store for good, in the place of another one. */
public class EnterWithBenchmark extends Measured {

    private final Peer openTelemetry = new OpenTelemetry();

    @Benchmark
    public void alsx() {
        Alsx.STORAGE.enterWith(new Object());
    }

    @Benchmark
    public void threadLocal() {
        Raw.STORE.set(new Object());
    }

    @Benchmark
    public void openTelemetry() {
        openTelemetry.enter(new Object());
    }

    @Benchmark
    public void ttl() {
        Ttl.STORE.set(new Object());
    }
}
