// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** OpenTelemetry's context. */
final class OpenTelemetry implements Peer {

    static final ContextKey<Object> STORE = ContextKey.named("store");

    private static final List<ContextKey<Object>> OTHERS =
            Stream.generate(() -> ContextKey.named("other")).limit(300).toList();

    static Object get() {
        return Context.current().get(STORE);
    }

    static void run(Object store, Runnable body) {
        try (Scope scope = Context.current().with(STORE, store).makeCurrent()) {
            body.run();
        }
    }

    static Object snapshot() {
        return Context.current();
    }

    static Runnable bind(Runnable body) {
        return Context.current().wrap(body);
    }

    static Runnable runAndBind(Object store, Runnable body) {
        try (Scope scope = Context.current().with(STORE, store).makeCurrent()) {
            return bind(body);
        }
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public void enter(Object store) {
        Context.current().with(STORE, store).makeCurrent();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public void enterOther(int number, Object store) {
        Context.current().with(OTHERS.get(number), store).makeCurrent();
    }

    @Override
    public ExecutorService propagating(ExecutorService pool) {
        return Context.taskWrapping(pool);
    }
}
