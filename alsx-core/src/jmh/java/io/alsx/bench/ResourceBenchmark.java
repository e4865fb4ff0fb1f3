// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncResource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Running in the scope of a resource, with and without a hook that hears of it. */
public class ResourceBenchmark extends Measured {

    @Param({"false", "true"})
    public boolean hook;

    private final AsyncResource resource = new AsyncResource("Benchmark");

    @Setup
    public void enable() {
        if (hook) {
            AsyncHook enabled = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
                @Override
                public void before(long asyncId) {
                    Body.nothing();
                }

                @Override
                public void after(long asyncId) {
                    Body.nothing();
                }
            });
            enabled.enable();
        }
    }

    @Benchmark
    public void alsx() {
        resource.runInAsyncScope(Body.NOTHING);
    }
}
