// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** The JDK's {@code ScopedValue}; each method is named after its operation, as a run alone can enter it. */
public class ScopedValueBenchmark extends Measured {

    private static final int READS = 10_000;

    private static void nested(int more) {
        if (more == 0) {
            Body.nothing();
        } else {
            Scoped.run(new Object(), () -> nested(more - 1));
        }
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public void getStore(Blackhole blackhole) {
        Scoped.run(new Object(), () -> {
            for (int i = 0; i < READS; i++) {
                blackhole.consume(Scoped.get());
            }
        });
    }

    @Benchmark
    public Object getStoreUnbound() {
        return Scoped.getOrElse("");
    }

    @Benchmark
    public void run() {
        Scoped.run(new Object(), Body.NOTHING);
    }

    @Benchmark
    public void runNested() {
        nested(4);
    }
}
