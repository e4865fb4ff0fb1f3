// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** The JDK's {@code ThreadLocal}, set and put back by hand: the measure of all the others. */
final class Raw implements Peer {

    static final ThreadLocal<Object> STORE = new ThreadLocal<>();

    private static final List<ThreadLocal<Object>> OTHERS =
            Stream.<ThreadLocal<Object>>generate(ThreadLocal::new).limit(300).toList();

    static Object get() {
        return STORE.get();
    }

    static void run(Object store, Runnable body) {
        Object outer = STORE.get();
        STORE.set(store);
        try {
            body.run();
        } finally {
            STORE.set(outer);
        }
    }

    static Runnable bind(Runnable body) {
        Object store = STORE.get();
        return () -> run(store, body);
    }

    static Runnable runAndBind(Object store, Runnable body) {
        Object outer = STORE.get();
        STORE.set(store);
        try {
            return bind(body);
        } finally {
            STORE.set(outer);
        }
    }

    @Override
    public void enter(Object store) {
        STORE.set(store);
    }

    @Override
    public void enterOther(int number, Object store) {
        OTHERS.get(number).set(store);
    }

    /** Carries nothing: what the hop itself costs. */
    @Override
    public ExecutorService propagating(ExecutorService pool) {
        return pool;
    }
}
