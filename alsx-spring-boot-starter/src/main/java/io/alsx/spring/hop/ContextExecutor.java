// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.ContextExecutors;
import java.util.concurrent.Executor;

/**
 * Has each task run in the context of its submission, and in what bridges carry, unless the executor sees to that itself.
 *
 * @param executor one that carries the context, but nothing else for sure
 * @param carrier knows the bridges
 */
record ContextExecutor(Executor executor, ContextCarrier carrier) implements Executor {

    static ContextExecutor of(Executor bare, ContextCarrier carrier) {
        return new ContextExecutor(ContextExecutors.propagating(bare), carrier);
    }

    @Override
    public void execute(Runnable task) {
        if (!carrier.hasBridges()) {
            executor.execute(task);
            return;
        }
        Hop.OfTask hop = carrier.hop(task);
        hop.submit(() -> {
            executor.execute(hop);
            return null;
        });
    }
}
