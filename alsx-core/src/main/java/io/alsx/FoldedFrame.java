// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.jspecify.annotations.Nullable;

/**
 * A root that holds many entries in an open hash table, each key at an even index and its store behind it. The table
 * is less than two thirds full, so that every search soon meets a gap.
 */
final class FoldedFrame extends ContextFrame {

    private final @Nullable Object[] table;

    private final int size;

    private FoldedFrame(@Nullable Object[] table, int size) {
        this.table = table;
        this.size = size;
    }

    /** The visible entries, but for those of ended keys, of a chain and of the folded frame it may stand on. */
    static FoldedFrame of(ContextFrame top) {
        int most = 0;
        ContextFrame root = top;
        for (ContextFrame next = root.parent; next != null; next = root.parent) {
            most++;
            root = next;
        }
        @Nullable Object[] table = tableFor(root instanceof FoldedFrame older ? most + older.size : most);
        int size = 0;
        for (ContextFrame link = top; link.key != null && link.parent != null; link = link.parent) {
            size += put(table, link.key, link.store);
        }
        if (root instanceof FoldedFrame older) {
            size += putAll(table, older, null);
        }
        return new FoldedFrame(table, size);
    }

    /** The store under this key, or {@code absent} where there is no entry for it. */
    @Nullable
    Object find(ContextKey wanted, @Nullable Object absent) {
        int mask = table.length - 1;
        int index = (wanted.hash << 1) & mask;
        for (Object key = table[index]; key != wanted; key = table[index]) {
            if (key == null) {
                return absent;
            }
            index = (index + 2) & mask;
        }
        return table[index + 1];
    }

    @Override
    ContextFrame without(ContextKey gone) {
        if (table[indexOf(table, gone)] == null) {
            return this;
        }
        if (size == 1) {
            return EMPTY;
        }
        @Nullable Object[] rest = tableFor(size - 1);
        return new FoldedFrame(rest, putAll(rest, this, gone));
    }

    private static @Nullable Object[] tableFor(int entries) {
        return new @Nullable Object[Integer.highestOneBit(entries + entries / 2) * 4];
    }

    private static int putAll(@Nullable Object[] table, FoldedFrame from, @Nullable ContextKey except) {
        int added = 0;
        for (int i = 0; i < from.table.length; i += 2) {
            if (from.table[i] instanceof ContextKey key && key != except) {
                added += put(table, key, from.table[i + 1]);
            }
        }
        return added;
    }

    private static int put(@Nullable Object[] table, ContextKey key, @Nullable Object store) {
        int index = indexOf(table, key);
        if (table[index] != null || key.ended) {
            return 0;
        }
        table[index] = key;
        table[index + 1] = store;
        return 1;
    }

    /** The index of the key or, where it is not in the table, of the gap that ends the search for it. */
    private static int indexOf(@Nullable Object[] table, ContextKey key) {
        int mask = table.length - 1;
        int index = (key.hash << 1) & mask;
        while (table[index] != null && table[index] != key) {
            index = (index + 2) & mask;
        }
        return index;
    }
}
