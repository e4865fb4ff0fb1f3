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
    }

    /** Enters the frame and opens the scope; where that fails, as for want of stack, the thread is back where it was. */
    final Scope enter(ContextFrame frame) {
        ContextFrame outer = slot.getPlain();
        try {
            CurrentFrame.set(slot, frame);
            EnabledHooks.opened(this);
            return this;
        } catch (Throwable e) {
            // No call of ours before the slot is right: after a stack overflow there may be no room for one.
            ContextFrame last = slot.getPlain();
            slot.setPlain(outer);
            CurrentFrame.changed(slot, last);
            throw e;
        }
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
