// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A scope that acts once, and only on the thread that opened it, which it knows by the thread's slot. */
abstract class ThreadScope implements Scope {

    private final AtomicReference<@Nullable ContextFrame> slot;

    private boolean closed;

    ThreadScope(AtomicReference<@Nullable ContextFrame> slot) {
        this.slot = slot;
        EnabledHooks.opened(this);
    }

    @Override
    public final void close() {
        if (CurrentFrame.isCurrent(slot) && !closed) {
            closed = true;
            restore(slot);
        }
        EnabledHooks.closed(this);
    }

    abstract void restore(AtomicReference<@Nullable ContextFrame> slot);
}
