// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Counts what an observer sees as metrics. They are read when somebody asks, and cost nothing otherwise. */
public final class ContextMetrics implements MeterBinder {

    private final ContextObserver observer;

    /**
     * Makes the binder.
     *
     * @param observer tells the numbers
     */
    public ContextMetrics(ContextObserver observer) {
        this.observer = observer;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("alsx.captures", observer, o -> o.resources().captures())
                .description("Contexts that were captured, as for a task")
                .register(registry);
        FunctionCounter.builder("alsx.restores", observer, o -> o.resources().restores())
                .description("Times that code ran in a captured context")
                .register(registry);
        FunctionCounter.builder("alsx.lost", observer, o -> o.lostContexts().total())
                .description("Stores that were missing where a request had caused the work")
                .register(registry);
        FunctionCounter.builder("alsx.misused", observer, o -> o.misusedScopes().total())
                .description("Scopes that were not left as they should have been")
                .register(registry);
        Gauge.builder("alsx.resources", observer, o -> o.resources().count())
                .description("Resources that are active")
                .register(registry);
    }
}
