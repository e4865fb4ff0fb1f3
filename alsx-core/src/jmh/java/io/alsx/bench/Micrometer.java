// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.ExecutorService;

/** Micrometer's context-propagation: stores in thread-locals, which it moves. */
final class Micrometer implements Peer {

    private static final ContextRegistry REGISTRY = new ContextRegistry();

    private static final ContextSnapshotFactory SNAPSHOTS =
            ContextSnapshotFactory.builder().contextRegistry(REGISTRY).build();

    static Object snapshot() {
        return SNAPSHOTS.captureAll();
    }

    static Runnable bind(Runnable body) {
        return SNAPSHOTS.captureAll().wrap(body);
    }

    static Runnable runAndBind(Object store, Runnable body) {
        Object outer = Raw.STORE.get();
        Raw.STORE.set(store);
        try {
            return bind(body);
        } finally {
            Raw.STORE.set(outer);
        }
    }

    @Override
    public void enter(Object store) {
        REGISTRY.registerThreadLocalAccessor("store", Raw.STORE);
        Raw.STORE.set(store);
    }

    @Override
    public void enterOther(int number, Object store) {
        ThreadLocal<Object> other = new ThreadLocal<>();
        REGISTRY.registerThreadLocalAccessor("other" + number, other);
        other.set(store);
    }

    @Override
    public ExecutorService propagating(ExecutorService pool) {
        return ContextExecutorService.wrap(pool, SNAPSHOTS::captureAll);
    }
}
