// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.ThrowingSupplier;
import io.alsx.spring.ContextBridge.Captured;
import org.jspecify.annotations.Nullable;

/**
 * What the bridges captured for one task, however many executors the task goes through: whoever comes first on the
 * worker enters it, and whoever finds it entered leaves that as it is. Immutable, and a task may run more than once.
 */
final class Bridging {

    /** Is there from where it is entered for others to where the task itself begins. */
    private static final AsyncLocalStorage<Bridging> ENTERED = AsyncLocalStorage.named("bridges");

    private final Captured captured;

    Bridging(Captured captured) {
        this.captured = captured;
    }

    /** Runs the task itself. */
    <R extends @Nullable Object, X extends Throwable> R run(ThrowingSupplier<? extends R, ? extends X> task) throws X {
        if (isEntered()) {
            return ENTERED.<R, X>exit(task);
        }
        try (Scope scope = captured.enter()) {
            return task.get();
        }
    }

    /** Runs what has the task in it, somewhere. */
    <R extends @Nullable Object, X extends Throwable> R runAround(ThrowingSupplier<? extends R, ? extends X> outer)
            throws X {
        if (isEntered()) {
            return outer.get();
        }
        try (Scope scope = captured.enter()) {
            return ENTERED.<R, X>run(this, outer);
        }
    }

    boolean isEntered() {
        return ENTERED.getStore() == this;
    }
}
