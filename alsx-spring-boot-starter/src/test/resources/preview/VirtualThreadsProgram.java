// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package preview;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;

/** What docs/recipes/virtual-threads.md shows of preview features; prints a line for each. */
final class VirtualThreadsProgram {

    static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    static final ScopedValue<String> USER = ScopedValue.newInstance();

    private VirtualThreadsProgram() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("offer=" + TENANT.run("acme", () -> offer()));
        System.out.println("bare=" + TENANT.run("acme", () -> started(false)));
        System.out.println("bound=" + TENANT.run("acme", () -> started(true)));
        System.out.println("scoped=" + scoped());
        System.out.println("carried=" + boundInBoth().call());
        System.out.println("left=" + seen());
    }

    static List<String> offer() throws InterruptedException {
        ThreadFactory threads = ContextExecutors.propagating(Thread.ofVirtual().factory());
        try (var scope = StructuredTaskScope.open(
                Joiner.<String>allSuccessfulOrThrow(), with -> with.withThreadFactory(threads))) {
            scope.fork(() -> "stock of " + TENANT.getStore());
            scope.fork(() -> "price of " + TENANT.getStore());
            return scope.join().map(Subtask::get).toList();
        }
    }

    private static String started(boolean bound) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Runnable task = () -> seen.complete(seen());
        if (bound) {
            Thread.startVirtualThread(AsyncLocalStorage.bind(task));
        } else {
            Thread.startVirtualThread(task);
        }
        return seen.get();
    }

    static String scoped() throws Exception {
        return ScopedValue.where(USER, "ann").call(() -> TENANT.run("acme", () -> {
            ThreadFactory threads = ContextExecutors.propagating(Thread.ofVirtual().factory());
            try (var scope = StructuredTaskScope.open(
                    Joiner.<String>anySuccessfulResultOrThrow(), with -> with.withThreadFactory(threads))) {
                scope.fork(() -> USER.get() + " of " + TENANT.getStore()); // ann of acme
                return scope.join();
            }
        }));
    }

    private static Callable<String> boundInBoth() throws Exception {
        Callable<String> task = VirtualThreadsProgram::seen;
        return ScopedValue.where(USER, "ann").call(() -> TENANT.run("acme", () -> AsyncLocalStorage.bind(task)));
    }

    private static String seen() {
        return USER.orElse("nobody") + " of " + TENANT.getStore();
    }
}
