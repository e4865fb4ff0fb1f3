// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.RequestStore;
import org.jspecify.annotations.Nullable;

/** What a request keeps between its dispatches: its store and the context in which each of them begins. */
final class RequestContext {

    private final AsyncLocalStorage<RequestStore> storage;

    private final @Nullable RequestStore store;

    private final Snapshot snapshot;

    private RequestContext(AsyncLocalStorage<RequestStore> storage, @Nullable RequestStore store, Snapshot snapshot) {
        this.storage = storage;
        this.store = store;
        this.snapshot = snapshot;
    }

    /** For a request whose store could not be made. */
    static RequestContext none(AsyncLocalStorage<RequestStore> storage) {
        return new RequestContext(storage, null, Snapshot.empty());
    }

    /** That which the thread is in, where the store has been entered. */
    static RequestContext current(AsyncLocalStorage<RequestStore> storage, RequestStore store) {
        return new RequestContext(storage, store, AsyncLocalStorage.snapshot());
    }

    @Nullable
    RequestStore store() {
        return store;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /**
     * What a callback sees that is registered now: the context of the code that registers it, as long as that works for
     * this request. Code without a store, or with that of another request, leaves the callback in this request's.
     */
    Snapshot atRegistration() {
        return store != null && storage.getStore() == store ? AsyncLocalStorage.snapshot() : snapshot;
    }
}
