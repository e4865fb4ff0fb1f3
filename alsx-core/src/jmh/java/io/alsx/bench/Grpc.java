// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import io.grpc.Context;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** gRPC's context. */
final class Grpc implements Peer {

    static final Context.Key<Object> STORE = Context.key("store");

    private static final List<Context.Key<Object>> OTHERS =
            Stream.generate(() -> Context.key("other")).limit(300).toList();

    static Object get() {
        return STORE.get();
    }

    static void run(Object store, Runnable body) {
        Context.current().withValue(STORE, store).run(body);
    }

    static Object snapshot() {
        return Context.current();
    }

    static Runnable bind(Runnable body) {
        return Context.current().wrap(body);
    }

    static Runnable runAndBind(Object store, Runnable body) {
        Context context = Context.current().withValue(STORE, store);
        Context outer = context.attach();
        try {
            return bind(body);
        } finally {
            context.detach(outer);
        }
    }

    @Override
    public void enter(Object store) {
        Context.current().withValue(STORE, store).attach();
    }

    @Override
    public void enterOther(int number, Object store) {
        Context.current().withValue(OTHERS.get(number), store).attach();
    }

    @Override
    public ExecutorService propagating(ExecutorService pool) {
        return new WrappingExecutor(pool, Grpc::bind);
    }
}
