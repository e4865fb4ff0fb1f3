// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.jspecify.annotations.Nullable;

/** A scope that acts once, and only on the thread that opened it, which it knows by the thread's slot. */
abstract class ThreadScope implements Scope {

    private final @Nullable Object[] slot;

    private boolean closed;

    ThreadScope(@Nullable Object[] slot) {
        this.slot = slot;
    }

    @Override
    public final void close() {
        if (CurrentFrame.isCurrent(slot) && !closed) {
            closed = true;
            restore(slot);
        }
    }

    abstract void restore(@Nullable Object[] slot);
}
