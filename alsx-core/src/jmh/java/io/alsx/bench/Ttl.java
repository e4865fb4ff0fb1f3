// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import com.alibaba.ttl.TransmittableThreadLocal;
import com.alibaba.ttl.TtlRunnable;
import com.alibaba.ttl.threadpool.TtlExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** TransmittableThreadLocal. */
final class Ttl implements Peer {

    static final TransmittableThreadLocal<Object> STORE = new TransmittableThreadLocal<>();

    private final List<ThreadLocal<Object>> others = new ArrayList<>();

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

    static Object snapshot() {
        return TransmittableThreadLocal.Transmitter.capture();
    }

    static Runnable bind(Runnable body) {
        return TtlRunnable.get(body);
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
        ThreadLocal<Object> other = new TransmittableThreadLocal<>();
        others.add(other);
        other.set(store);
    }

    @Override
    public ExecutorService propagating(ExecutorService pool) {
        return TtlExecutors.getTtlExecutorService(pool);
    }
}
