// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.jspecify.annotations.Nullable;

/**
 * The last link that a chain may have. It remembers its folded form, so that entering and leaving above it again and
 * again folds once.
 */
final class FullFrame extends ContextFrame {

    /** Written by any thread that finds it null: all of them write equal, immutable frames. */
    private @Nullable FoldedFrame folded;

    FullFrame(ContextFrame parent, ContextKey key, @Nullable Object store) {
        super(parent, key, store);
    }

    FoldedFrame folded() {
        FoldedFrame result = folded;
        if (result == null) {
            result = FoldedFrame.of(this);
            folded = result;
        }
        return result;
    }
}
