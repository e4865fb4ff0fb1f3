// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What code on other threads sees of the store, for the test to wait for. */
final class Sightings {

    static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    record Seen(
            @Nullable RequestStore store,
            @Nullable String mdc,
            @Nullable String user,
            String thread) {

        RequestStore requireStore() {
            return Objects.requireNonNull(store, "no store");
        }

        String id() {
            return requireStore().requestId();
        }
    }

    private final AsyncLocalStorage<RequestStore> storage;

    private final Map<String, BlockingQueue<Seen>> seen = new ConcurrentHashMap<>();

    Sightings(AsyncLocalStorage<RequestStore> storage) {
        this.storage = storage;
    }

    void note(String where) {
        Seen now = new Seen(
                storage.getStore(),
                MDC.get("requestId"),
                USER.getStore(),
                Thread.currentThread().getName());
        at(where).add(now);
    }

    /** The next one there, which the log lines have to agree with. */
    Seen next(String where) {
        try {
            Seen next = at(where).poll(60, TimeUnit.SECONDS);
            assertThat(next).as(where).isNotNull();
            RequestStore store = Objects.requireNonNull(next).store();
            assertThat(next.mdc()).as(where).isEqualTo(store == null ? null : store.requestId());
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next one there with a store of that id. */
    Seen next(String where, String id) {
        Seen next = next(where);
        while (next.store() == null || !next.id().equals(id)) {
            next = next(where);
        }
        return next;
    }

    private BlockingQueue<Seen> at(String where) {
        return seen.computeIfAbsent(where, missing -> new LinkedBlockingQueue<>());
    }
}
