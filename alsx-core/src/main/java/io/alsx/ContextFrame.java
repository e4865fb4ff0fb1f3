// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map from keys to stores: one entry on top of an older frame, down to {@link #EMPTY} or, beyond {@value
 * #LIMIT} entries, to a {@link FoldedFrame}. Knows no thread.
 *
 * <p>Entering is one object of 24 bytes and reading walks at most {@value #LIMIT} of them. A key has one entry among
 * the links; there may be an older one in the folded root, which the next folding drops.
 */
sealed class ContextFrame extends Snapshot permits FullFrame, FoldedFrame {

    static final int LIMIT = 8;

    static final ContextFrame EMPTY = new ContextFrame();

    /** Stands for no entry. No store is this object, while any frame may be one. */
    private static final Object NONE = new Object();

    /** Null in a root only: in {@link #EMPTY} and in a {@link FoldedFrame}. */
    final @Nullable ContextFrame parent;

    final @Nullable ContextKey key;
    final @Nullable Object store;

    /** A root. */
    ContextFrame() {
        this.parent = null;
        this.key = null;
        this.store = null;
    }

    /** A link. */
    ContextFrame(ContextFrame parent, ContextKey key, @Nullable Object store) {
        this.parent = parent;
        this.key = key;
        this.store = store;
    }

    @Override
    final ContextFrame frame() {
        return this;
    }

    /** The store under this key, which may be null, or {@code absent} where there is no entry for it. */
    final @Nullable Object get(ContextKey wanted, @Nullable Object absent) {
        ContextFrame frame = this;
        while (frame.key != wanted) {
            ContextFrame next = frame.parent;
            if (next == null) {
                return frame instanceof FoldedFrame root ? root.find(wanted, absent) : absent;
            }
            frame = next;
        }
        return frame.store;
    }

    /** This frame with one more entry, which takes the place of an older one of the same key, or hides a folded one. */
    final ContextFrame with(ContextKey entered, @Nullable Object store) {
        if (parent != null && key == entered) {
            return parent.with(entered, store);
        }
        if (this instanceof FullFrame full) {
            return new ContextFrame(full.folded(), entered, store);
        }
        int links = 0;
        for (ContextFrame frame = this; frame.parent != null; frame = frame.parent) {
            if (frame.key == entered) {
                return without(entered).with(entered, store);
            }
            links++;
        }
        return links < LIMIT - 1 ? new ContextFrame(this, entered, store) : new FullFrame(this, entered, store);
    }

    /**
     * This frame without any entry of the key, hidden or not, and without those of ended keys that are met on the way;
     * the same object where there was none.
     */
    ContextFrame without(ContextKey gone) {
        if (parent == null || key == null) {
            return this;
        }
        ContextFrame below = parent.without(gone);
        if (key == gone || key.ended) {
            return below;
        }
        return below == parent ? this : below.with(key, store);
    }

    /** This frame with nothing for the key but what the other frame has for it: its entry, or none. */
    final ContextFrame withEntryOf(ContextKey key, ContextFrame other) {
        ContextFrame without = without(key);
        Object store = key.ended ? NONE : other.get(key, NONE);
        return store == NONE ? without : without.with(key, store);
    }
}
