// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** This library. */
final class Alsx implements Peer {

    static final AsyncLocalStorage<Object> STORAGE = new AsyncLocalStorage<>();

    private static final List<AsyncLocalStorage<Object>> OTHERS =
            Stream.generate(AsyncLocalStorage::new).limit(300).toList();

    static Object get() {
        return STORAGE.getStore();
    }

    static void run(Object store, Runnable body) {
        STORAGE.run(store, body);
    }

    static Object snapshot() {
        return AsyncLocalStorage.snapshot();
    }

    static Runnable bind(Runnable body) {
        return AsyncLocalStorage.bind(body);
    }

    static Runnable runAndBind(Object store, Runnable body) {
        return STORAGE.run(store, Alsx::bind, body);
    }

    @Override
    @SuppressWarnings("MustBeClosed")
    public void enter(Object store) {
        STORAGE.withScope(store);
    }

    @Override
    public void enterOther(int number, Object store) {
        OTHERS.get(number).withScope(store);
    }

    @Override
    public ExecutorService propagating(ExecutorService pool) {
        return ContextExecutors.propagating(pool);
    }
}
