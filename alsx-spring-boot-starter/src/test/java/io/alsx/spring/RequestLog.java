// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What code of a request saw, in order. */
final class RequestLog {

    /** A storage that the starter knows nothing of. */
    static final AsyncLocalStorage<String> OTHER = AsyncLocalStorage.named("other");

    private final AsyncLocalStorage<RequestStore> storage;

    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    RequestLog(AsyncLocalStorage<RequestStore> storage) {
        this.storage = storage;
    }

    void add(String where) {
        entries.add(new Entry(where, Thread.currentThread().getName(), storage.getStore(), OTHER.getStore()));
    }

    /** Notes what is there in that context. */
    void addSnapshot(String where, Snapshot snapshot) {
        snapshot.run(() -> add(where));
    }

    /** The id of the request, as far as the thread has one. */
    String id() {
        RequestStore store = storage.getStore();
        return store == null ? "none" : store.requestId();
    }

    void clear() {
        entries.clear();
    }

    List<Entry> all() {
        return List.copyOf(entries);
    }

    /** Those that are not from outside of the request's context. */
    List<Entry> inside() {
        return entries.stream()
                .filter(entry -> !entry.where().startsWith("outside"))
                .toList();
    }

    List<Entry> outside() {
        return entries.stream()
                .filter(entry -> entry.where().startsWith("outside"))
                .toList();
    }

    record Entry(
            String where,
            String thread,
            @Nullable RequestStore store,
            @Nullable String other) {}
}
