// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Counts what did not cross as metrics. They are read when somebody asks, and cost nothing otherwise. */
public final class WireMetrics implements MeterBinder {

    private final WireLosses losses;

    /**
     * Makes the binder.
     *
     * @param losses tells the numbers
     */
    public WireMetrics(WireLosses losses) {
        this.losses = losses;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (WireLosses.Reason reason : WireLosses.Reason.values()) {
            FunctionCounter.builder("alsx.wire.dropped", losses, all -> all.count(reason))
                    .description("Values that did not cross to another process, or from one")
                    .tag("reason", reason.tag())
                    .register(registry);
        }
    }
}
