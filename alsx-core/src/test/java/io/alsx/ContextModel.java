// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a thread has to see, as the specification says it: a context is an immutable map from a storage's number to what
 * was entered last. Knows nothing of frames, keys, slots or threads.
 */
final class ContextModel {

    static final String DEFAULT = "default";

    /** The storage that has a default value. */
    static final int WITH_DEFAULT = 2;

    static final int STORAGES = 3;

    /** The context of a thread that nobody has handed anything. */
    static final Context EMPTY = new Context(Map.of(), 1);

    private final int[] eras = new int[STORAGES];

    /** The context of the code that is running now, on whatever thread that is. */
    private Context current = EMPTY;

    /** A store, or null for none, and how often the storage had been disabled when it was entered. */
    record Entry(String store, int era) {}

    /** The entries, and the id of the resource in whose scope the code runs. */
    record Context(Map<Integer, Entry> entries, long resource) {

        Entry entry(int storage) {
            return entries.get(storage);
        }

        Context with(int storage, Entry entry) {
            Map<Integer, Entry> changed = new HashMap<>(entries);
            if (entry == null) {
                changed.remove(storage);
            } else {
                changed.put(storage, entry);
            }
            return new Context(Map.copyOf(changed), resource);
        }

        Context in(long otherResource) {
            return new Context(entries, otherResource);
        }
    }

    Context current() {
        return current;
    }

    void set(Context context) {
        current = context;
    }

    /** The other storages keep what they have. */
    void put(int storage, Entry entry) {
        current = current.with(storage, entry);
    }

    void enter(int storage, String store) {
        put(storage, new Entry(store, eras[storage]));
    }

    /** Nothing that was entered until now, in whatever context, is ever seen again. */
    void disable(int storage) {
        eras[storage]++;
    }

    /** What {@code getStore()} gives now. */
    String store(int storage) {
        Entry entry = current.entry(storage);
        if (entry != null && entry.era() == eras[storage]) {
            return entry.store();
        }
        return storage == WITH_DEFAULT ? DEFAULT : null;
    }

    /** Three storages, one of them with a default value. */
    static List<AsyncLocalStorage<String>> newStorages() {
        return List.of(
                new AsyncLocalStorage<>(),
                AsyncLocalStorage.named("named"),
                AsyncLocalStorage.<String>builder().defaultValue(DEFAULT).build());
    }
}
