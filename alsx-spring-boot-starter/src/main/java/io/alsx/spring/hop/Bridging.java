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
    private static final AsyncLocalStorage<Entered> ENTERED = AsyncLocalStorage.<Entered>builder()
            .name("bridges")
            .defaultValue(Entered.NOTHING)
            .build();

    private final Captured captured;

    Bridging(Captured captured) {
        this.captured = captured;
    }

    /** Runs the task itself. */
    <R extends @Nullable Object, X extends Throwable> R run(ThrowingSupplier<? extends R, ? extends X> task) throws X {
        if (isEntered()) {
            return ENTERED.<R, X>run(Entered.NOTHING, task);
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
        Entered entered = new Entered(this, Thread.currentThread());
        try (Scope scope = captured.enter()) {
            return ENTERED.<R, X>run(entered, outer);
        } finally {
            entered.thread = null;
        }
    }

    boolean isEntered() {
        Entered entered = ENTERED.requireStore();
        return entered.bridging == this && entered.thread == Thread.currentThread();
    }

    /** A context takes it to other threads, too, of which it is not true; nor is it of the same thread, later. */
    private static final class Entered {

        static final Entered NOTHING = new Entered(null, null);

        private final @Nullable Bridging bridging;

        private @Nullable Thread thread;

        Entered(@Nullable Bridging bridging, @Nullable Thread thread) {
            this.bridging = bridging;
            this.thread = thread;
        }
    }
}
