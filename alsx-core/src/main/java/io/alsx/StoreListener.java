// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Picks the changes of one storage's store out of the changes of the frame. No record: what the JDK makes of a record's
 * {@code equals} keeps the class loader of the record.
 */
final class StoreListener<T> implements FrameListener {

    private final StorageEntry<T> storage;

    private final BiConsumer<? super @Nullable T, ? super @Nullable T> listener;

    StoreListener(StorageEntry<T> storage, BiConsumer<? super @Nullable T, ? super @Nullable T> listener) {
        this.storage = storage;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a store is told by its identity
    public void frameChanged(ContextFrame from, ContextFrame to) {
        T before = storage.enteredIn(from);
        T after = storage.enteredIn(to);
        if (before != after || storage.wasDisabled()) {
            listener.accept(before, after);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoreListener<?> same && same.storage == storage && same.listener.equals(listener);
    }

    @Override
    public int hashCode() {
        return listener.hashCode();
    }
}
