// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.RequestBinding;
import io.alsx.spring.RequestInfo;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Makes the stores of a request and enters them: what is the same for requests of both stacks, messages and calls. */
public final class RequestStores {

    private static final Log LOG = LogFactory.getLog(RequestStores.class);

    private static final String MESSAGE_ID = "messageId";

    private final AsyncLocalStorage<RequestStore> storage;

    private final RequestStoreFactory factory;

    private final List<RequestBinding<?>> bindings;

    private final RequestIdPolicy ids;

    private final EntryObserver[] observers;

    /** What the storage has where nothing was entered: its default value, or null. */
    private final @Nullable RequestStore outside;

    /** There only while somebody is to be told of ends. */
    private final AsyncLocalStorage<Entry> entries = AsyncLocalStorage.named("entry");

    /**
     * Makes it.
     *
     * @param storage where the store of the request is entered
     * @param factory makes the store
     * @param bindings what else is entered
     * @param ids where the id of the request comes from and goes to
     * @param observers who is told
     */
    public RequestStores(
            AsyncLocalStorage<RequestStore> storage,
            RequestStoreFactory factory,
            List<RequestBinding<?>> bindings,
            RequestIdPolicy ids,
            List<EntryObserver> observers) {
        this.storage = storage;
        this.factory = factory;
        this.bindings = List.copyOf(bindings);
        this.ids = ids;
        this.outside = Snapshot.empty().<@Nullable RequestStore, RuntimeException>run(storage::getStore);
        this.observers = observers.stream().filter(EntryObserver::isOn).toArray(EntryObserver[]::new);
    }

    AsyncLocalStorage<RequestStore> storage() {
        return storage;
    }

    RequestIdPolicy ids() {
        return ids;
    }

    /** Whether the calling code has a store, which the default value is not. */
    boolean isInside() {
        return storage.getStore() != outside;
    }

    /** The id of a request with these headers: the one that came with it, where that is accepted, otherwise a new one. */
    String requestId(Function<String, @Nullable String> headers) {
        @Nullable String incoming = ids.acceptIncoming() ? headers.apply(ids.header()) : null;
        return incoming != null && RequestIds.isAcceptable(incoming) ? incoming : RequestIds.next();
    }

    /** Enters the stores for the rest of the current synchronous execution. */
    RequestStore enter(RequestInfo info) {
        return enter(info, null);
    }

    /** With the id of a message, where there is one, before anybody sees the store. */
    RequestStore enter(RequestInfo info, @Nullable String messageId) {
        RequestStore store = Objects.requireNonNull(
                factory.create(info), "The RequestStoreFactory gave null; it has to give a store for each request.");
        if (messageId != null) {
            store.put(MESSAGE_ID, messageId);
        }
        storage.enterWith(store);
        for (RequestBinding<?> binding : bindings) {
            binding.enter(info);
        }
        if (isObserved()) {
            entries.enterWith(new Entry(info, store));
            tellEntered(info, store);
        }
        return store;
    }

    /** Whoever was told hears of an end, too, where another one fails the request. */
    private void tellEntered(RequestInfo info, RequestStore store) {
        int told = 0;
        try {
            for (; told < observers.length; told++) {
                observers[told].entered(info, store);
            }
        } catch (RuntimeException | Error e) {
            while (--told >= 0) {
                tell(observers[told], info, store);
            }
            throw e;
        }
    }

    /**
     * Whether somebody is told of requests.
     *
     * @return false where no observer is on
     */
    public boolean isObserved() {
        return observers.length != 0;
    }

    /** Tells, in the context of a request, that it has ended; once. */
    void ended() {
        Entry entry = isObserved() ? entries.getStore() : null;
        if (entry != null && entry.ended.compareAndSet(false, true)) {
            for (EntryObserver observer : observers) {
                tell(observer, entry.info, entry.store);
            }
        }
    }

    private static void tell(EntryObserver observer, RequestInfo info, RequestStore store) {
        try {
            observer.ended(info, store);
        } catch (RuntimeException e) {
            LOG.error("An observer failed at the end of " + info.method() + " " + info.requestId(), e);
        }
    }

    private record Entry(RequestInfo info, RequestStore store, AtomicBoolean ended) {

        Entry(RequestInfo info, RequestStore store) {
            this(info, store, new AtomicBoolean());
        }
    }
}
