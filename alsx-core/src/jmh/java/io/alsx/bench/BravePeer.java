// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import brave.propagation.CurrentTraceContext;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import java.util.concurrent.ExecutorService;
import java.util.stream.LongStream;

/** Brave's current trace context, which has one store only: a trace context. */
final class BravePeer implements Peer {

    private static final CurrentTraceContext CURRENT = ThreadLocalCurrentTraceContext.create();

    private static final TraceContext[] STORES = LongStream.rangeClosed(1, 1024)
            .mapToObj(id -> TraceContext.newBuilder().traceId(id).spanId(id).build())
            .toArray(TraceContext[]::new);

    private static int next;

    static Object get() {
        return CURRENT.get();
    }

    /** Another store than before: making one costs more than entering it. */
    private static TraceContext store() {
        return STORES[next++ & 1023];
    }

    static void run(Runnable body) {
        try (CurrentTraceContext.Scope scope = CURRENT.newScope(store())) {
            body.run();
        }
    }

    static Runnable bind(Runnable body) {
        return CURRENT.wrap(body);
    }

    static Runnable runAndBind(Runnable body) {
        try (CurrentTraceContext.Scope scope = CURRENT.newScope(store())) {
            return bind(body);
        }
    }

    @Override
    public void enter(Object store) {
        CURRENT.newScope(store());
    }

    @Override
    public void enterOther(int number, Object store) {
        throw new UnsupportedOperationException("Brave has one store only.");
    }

    @Override
    public ExecutorService propagating(ExecutorService pool) {
        return CURRENT.executorService(pool);
    }
}
