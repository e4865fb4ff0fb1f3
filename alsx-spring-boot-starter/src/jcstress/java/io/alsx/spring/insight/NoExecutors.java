// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.spring.ExecutorCoverage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** An application without executors. */
final class NoExecutors implements ExecutorCoverage {

    @Override
    public void forEach(BiConsumer<String, Executor> consumer) {}

    @Override
    public State state(String name) {
        return State.EXCLUDED;
    }
}
