// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bench;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.ObserverSettings;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Asking for a store where there is none, while lost contexts are looked for in a share of the cases. */
public class LostContextBenchmark extends Measured {

    private static final AsyncLocalStorage<String> STORAGE = AsyncLocalStorage.named("user");

    /** A negative one stands for no observer at all. */
    @Param({"-1", "0", "0.001", "0.01", "1"})
    public double share;

    private @Nullable ContextObserver observer;

    @Setup
    public void observe() {
        if (share >= 0) {
            observer = new ContextObserver(
                    ExecutorCoverage.NONE,
                    new ObserverSettings(DiagnosticsMode.LOG, DiagnosticsMode.OFF, false, share));
        }
    }

    @TearDown
    public void stop() {
        if (observer != null) {
            observer.destroy();
        }
    }

    @Benchmark
    public @Nullable Object alsx() {
        return STORAGE.getStore();
    }
}
