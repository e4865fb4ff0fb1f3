// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.ContextBridge.Captured;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Binds tasks to a context, and to what the bridges carry beside it. Without bridges, that is the context alone, at no
 * further cost.
 */
public final class ContextCarrier {

    private final List<ContextBridge> bridges;

    /**
     * Makes a carrier.
     *
     * @param bridges what else to carry; what comes first is entered first
     */
    public ContextCarrier(Collection<? extends ContextBridge> bridges) {
        this.bridges = List.copyOf(bridges);
    }

    /** The task, to run in what the calling thread has. */
    Runnable bind(Runnable task) {
        return AsyncLocalStorage.snapshot().bind(bridge(task));
    }

    /** The task, to run in what the bridges carry from the calling thread. */
    Runnable bridge(Runnable task) {
        return bridged(task, ContextBridge::capture);
    }

    /** The task, to run in an empty context. */
    Runnable bindToNothing(Runnable task) {
        return Snapshot.empty().bind(bridgeToNothing(task));
    }

    /** The task, to run without anything that bridges carry. */
    Runnable bridgeToNothing(Runnable task) {
        return bridged(task, ContextBridge::nothing);
    }

    private Runnable bridged(Runnable task, Function<ContextBridge, Captured> what) {
        Runnable bridged = task;
        for (int i = bridges.size() - 1; i >= 0; i--) {
            bridged = new Bridged(what.apply(bridges.get(i)), bridged);
        }
        return bridged;
    }

    private record Bridged(Captured captured, Runnable task) implements Runnable {

        @Override
        public void run() {
            try (Scope scope = captured.enter()) {
                task.run();
            }
        }
    }
}
