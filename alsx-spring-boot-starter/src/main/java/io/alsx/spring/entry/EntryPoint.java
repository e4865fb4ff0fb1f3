// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins the context of a message or a call: an empty one, in which the stores that are made from what came in are
 * entered.
 */
public final class EntryPoint {

    private final RequestStores stores;

    /**
     * Makes the entry point.
     *
     * @param stores makes and enters the stores of what comes in
     */
    public EntryPoint(RequestStores stores) {
        this.stores = stores;
    }

    /** Runs the callback in a context of its own; afterwards the thread has what it had before. */
    <R extends @Nullable Object, X extends Throwable> R run(
            Arrival arrival, ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        try (Scope scope = Snapshot.empty().enter()) {
            return entered(arrival, callback);
        }
    }

    /** The same for what goes on when the callback has returned, until {@link #ended()}. */
    <R extends @Nullable Object, X extends Throwable> R open(
            Arrival arrival, ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        try (Scope scope = Snapshot.empty().enter()) {
            enter(arrival);
            Snapshot entered = AsyncLocalStorage.snapshot();
            try {
                return callback.get();
            } catch (Throwable e) {
                entered.run(stores::ended);
                throw e;
            }
        }
    }

    /**
     * Runs the callback in the caller's context, with a store where the caller has none; afterwards the thread has what it
     * had before.
     */
    <R extends @Nullable Object, X extends Throwable> R join(
            Arrival arrival, ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        if (isInside()) {
            return callback.get();
        }
        try (Scope scope = AsyncLocalStorage.snapshot().enter()) {
            return entered(arrival, callback);
        }
    }

    private <R extends @Nullable Object, X extends Throwable> R entered(
            Arrival arrival, ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        enter(arrival);
        Snapshot entered = AsyncLocalStorage.snapshot(); // the callback may leave the thread in another
        try {
            return callback.get();
        } finally {
            entered.run(stores::ended);
        }
    }

    /** For a thread that tells when something comes in and when it has been dealt with, and cannot be run around. */
    void begin(Arrival arrival) {
        clear();
        try {
            enter(arrival);
        } catch (RuntimeException | Error e) {
            clear();
            throw e;
        }
    }

    /** What the calling thread has begun has ended; leaves it without any store. */
    void end() {
        ended();
        clear();
    }

    /** What the calling thread is in the context of has ended. */
    void ended() {
        stores.ended();
    }

    /** Leaves the calling thread without any store. */
    void clear() {
        @SuppressWarnings("unused") // not to be closed, which would bring back what there was
        Scope ignored = Snapshot.empty().enter();
    }

    boolean isInside() {
        return stores.isInside();
    }

    /** Enters the stores into the context that the calling thread has, and leaves them there. */
    void enter(Arrival arrival) {
        stores.enter(new ArrivalInfo(arrival, stores.requestId(arrival::header)), arrival.messageId());
    }
}
