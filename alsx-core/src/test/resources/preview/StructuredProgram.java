// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package preview;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.ContextExecutors;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructureViolationException;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Prints what forks see, a line each: what was tried, and what came of it. */
final class StructuredProgram {

    private static final AsyncLocalStorage<Object> STORAGE = AsyncLocalStorage.named("storage");

    private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();

    private static final ThreadFactory FACTORY =
            ContextExecutors.propagating(Thread.ofVirtual().factory());

    private StructuredProgram() {}

    public static void main(String[] arguments) {
        report("forking code", StructuredProgram::forkingCode);
        report("runnable", StructuredProgram::runnable);
        report("platform threads", StructuredProgram::platformThreads);
        report("many", StructuredProgram::many);
        report("bare factory", StructuredProgram::bareFactory);
        report("bound by hand", StructuredProgram::boundByHand);
        report("nested", StructuredProgram::nested);
        report("entering", StructuredProgram::entering);
        report("hook", StructuredProgram::hook);
        report("memory", StructuredProgram::memory);
        report("failure", StructuredProgram::failure);
        report("cancellation", StructuredProgram::cancellation);
        report("time-out", StructuredProgram::timeOut);
        report("joiner", StructuredProgram::joiner);
        report("scoped value inside", StructuredProgram::scopedValueInside);
        report("scoped value outside", StructuredProgram::scopedValueOutside);
        report("scoped value nested", StructuredProgram::scopedValueNested);
        report("structure", StructuredProgram::structure);
    }

    private static void report(String name, Callable<?> code) {
        Object result;
        try {
            result = code.call();
        } catch (Exception e) {
            result = e;
        }
        if (STORAGE.getStore() != null) {
            result = result + ", and " + STORAGE.getStore() + " was left behind";
            STORAGE.enterWith(null);
        }
        System.out.println(name + "=" + result);
    }

    private static <T> StructuredTaskScope<T, Stream<Subtask<T>>> open(ThreadFactory factory) {
        return StructuredTaskScope.open(Joiner.allSuccessfulOrThrow(), cf -> cf.withThreadFactory(factory));
    }

    private static List<String> results(StructuredTaskScope<Object, Stream<Subtask<Object>>> scope)
            throws InterruptedException {
        return scope.join().map(Subtask::get).map(String::valueOf).toList();
    }

    private static Object store() {
        return STORAGE.getStore();
    }

    private static Object both() {
        return store() + " " + SCOPED.orElse("none");
    }

    private static Object forkingCode() throws Exception {
        return STORAGE.run("outer", () -> {
            try (var scope = open(FACTORY)) {
                scope.fork(StructuredProgram::store);
                STORAGE.run("inner", () -> scope.fork(StructuredProgram::store));
                STORAGE.exit(() -> scope.fork(StructuredProgram::store));
                STORAGE.enterWith("entered later");
                scope.fork(StructuredProgram::store);
                return results(scope);
            }
        });
    }

    private static Object runnable() throws Exception {
        List<Object> seen = new ArrayList<>();
        try (var scope = open(FACTORY)) {
            Runnable task = () -> seen.add(store());
            STORAGE.run("A", () -> scope.fork(task));
            scope.join();
        }
        return seen;
    }

    private static Object platformThreads() throws Exception {
        try (var scope = open(ContextExecutors.propagating(Thread.ofPlatform().factory()))) {
            STORAGE.run("A", () -> scope.fork(StructuredProgram::store));
            STORAGE.run("B", () -> scope.fork(StructuredProgram::store));
            return results(scope);
        }
    }

    private static Object many() throws Exception {
        int forks = 10_000;
        AtomicInteger right = new AtomicInteger();
        try (var scope = open(FACTORY)) {
            for (int i = 0; i < forks; i++) {
                Object store = i;
                STORAGE.run(store, () -> scope.fork(() -> right.addAndGet(store() == store ? 1 : 0)));
            }
            scope.join();
        }
        return right + " of " + forks;
    }

    private static Object bareFactory() throws Exception {
        return STORAGE.run("A", () -> {
            try (var scope = open(Thread.ofVirtual().factory())) {
                scope.fork(StructuredProgram::store);
                return results(scope);
            }
        });
    }

    private static Object boundByHand() throws Exception {
        return STORAGE.run("A", () -> {
            try (var scope = open(Thread.ofVirtual().factory())) {
                scope.fork(AsyncLocalStorage.bind((Callable<Object>) StructuredProgram::store));
                return results(scope);
            }
        });
    }

    private static Object nested() throws Exception {
        List<Object> seen = new ArrayList<>();
        STORAGE.run("A", () -> {
            try (var outer = open(FACTORY)) {
                outer.fork(() -> {
                    seen.add(store());
                    try (var inner = open(FACTORY)) {
                        inner.fork(StructuredProgram::store);
                        STORAGE.run("B", () -> inner.fork(StructuredProgram::store));
                        seen.addAll(results(inner));
                    }
                    return seen.add(store());
                });
                return outer.join();
            }
        });
        return seen;
    }

    private static Object entering() throws Exception {
        return STORAGE.run("A", () -> {
            try (var scope = open(FACTORY)) {
                CountDownLatch entered = new CountDownLatch(1);
                var first = scope.fork(() -> {
                    STORAGE.enterWith("entered");
                    entered.countDown();
                    return store();
                });
                entered.await();
                var next = scope.fork(StructuredProgram::store);
                scope.join();
                return first.get() + ", then " + next.get() + " in the next and " + store() + " in the owner";
            }
        });
    }

    private static Object hook() throws Exception {
        List<String> created = new ArrayList<>();
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        Set<Long> running = ConcurrentHashMap.newKeySet();
        AtomicInteger destroyed = new AtomicInteger();
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                created.add(type + " of " + triggerAsyncId);
                ids.add(asyncId);
            }

            @Override
            public void destroy(long asyncId) {
                destroyed.incrementAndGet();
            }
        });
        hook.enable();
        try (var scope = open(FACTORY)) {
            scope.fork(() -> running.add(AsyncHooks.executionAsyncId()));
            scope.fork(() -> running.add(AsyncHooks.executionAsyncId()));
            scope.join();
        } finally {
            hook.disable();
        }
        return "init " + created + ", destroy " + destroyed + ", ids as told " + ids.equals(running);
    }

    private static Object memory() throws Exception {
        WeakReference<Object> store = forkInANewStore();
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (store.get() != null && System.nanoTime() < end) {
            System.gc();
        }
        return store.get() == null ? "collected" : "kept";
    }

    private static WeakReference<Object> forkInANewStore() throws Exception {
        Object store = new Object();
        try (var scope = open(FACTORY)) {
            STORAGE.run(store, () -> scope.fork(StructuredProgram::store));
            scope.join();
        }
        return new WeakReference<>(store);
    }

    private static Object failure() throws Exception {
        Exception thrown = new Exception("thrown");
        return STORAGE.run("A", () -> {
            try (var scope = open(FACTORY)) {
                var failing = scope.fork(() -> {
                    STORAGE.enterWith("B");
                    throw thrown;
                });
                try {
                    return scope.join();
                } catch (StructuredTaskScope.FailedException e) {
                    return "cause same " + (e.getCause() == thrown) + ", subtask same "
                            + (failing.exception() == thrown) + ", store " + store();
                }
            }
        });
    }

    private static Object cancellation() throws Exception {
        List<Object> seen = new ArrayList<>();
        CountDownLatch waiting = new CountDownLatch(1);
        Object first;
        try (var scope = StructuredTaskScope.open(
                Joiner.<Object>anySuccessfulResultOrThrow(), cf -> cf.withThreadFactory(FACTORY))) {
            STORAGE.run("other", () -> scope.fork(() -> waitUntilInterrupted(waiting, seen)));
            waiting.await();
            STORAGE.run("first", () -> scope.fork(StructuredProgram::store));
            first = scope.join();
        }
        return first + ", interrupted in " + seen.get(0);
    }

    private static Object waitUntilInterrupted(CountDownLatch waiting, List<Object> seen) throws InterruptedException {
        try {
            waiting.countDown();
            new CountDownLatch(1).await();
            return "not interrupted";
        } finally {
            seen.add(store());
        }
    }

    private static Object timeOut() throws Exception {
        List<Object> seen = new ArrayList<>();
        return STORAGE.run("A", () -> {
            String failure = "none";
            try (var scope = StructuredTaskScope.open(
                    Joiner.awaitAllSuccessfulOrThrow(),
                    cf -> cf.withThreadFactory(FACTORY).withTimeout(Duration.ofMillis(300)))) {
                CountDownLatch waiting = new CountDownLatch(1);
                scope.fork(() -> waitUntilInterrupted(waiting, seen));
                waiting.await();
                try {
                    scope.join();
                } catch (StructuredTaskScope.TimeoutException e) {
                    failure = e.getClass().getSimpleName();
                }
            }
            return failure + ", interrupted in " + seen.get(0) + ", store " + store();
        });
    }

    private static Object joiner() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        Joiner<Object, Object> joiner = new Joiner<>() {
            @Override
            public boolean onFork(Subtask<?> subtask) {
                return !seen.add("onFork " + store());
            }

            @Override
            public boolean onComplete(Subtask<?> subtask) {
                return !seen.add("onComplete " + store());
            }

            @Override
            public Object result() {
                return seen.add("result " + store());
            }
        };
        return STORAGE.run("owner", () -> {
            try (var scope = StructuredTaskScope.open(joiner, cf -> cf.withThreadFactory(FACTORY))) {
                STORAGE.run("A", () -> scope.fork(() -> STORAGE.enterWith("entered")));
                scope.join();
                return seen;
            }
        });
    }

    private static Object scopedValueInside() throws Exception {
        return STORAGE.run("A", () -> ScopedValue.where(SCOPED, "1").call(StructuredProgram::forkBoth));
    }

    private static Object scopedValueOutside() throws Exception {
        return ScopedValue.where(SCOPED, "1").call(() -> STORAGE.run("A", StructuredProgram::forkBoth));
    }

    private static Object forkBoth() throws InterruptedException {
        try (var scope = open(FACTORY)) {
            scope.fork(StructuredProgram::both);
            return results(scope);
        }
    }

    private static Object scopedValueNested() throws Exception {
        return ScopedValue.where(SCOPED, "1").call(() -> STORAGE.run("A", () -> {
            try (var scope = open(FACTORY)) {
                scope.fork(() -> STORAGE.run(
                        "B",
                        () -> ScopedValue.where(SCOPED, "2").call(() -> {
                            try (var inner = open(FACTORY)) {
                                inner.fork(StructuredProgram::both);
                                return results(inner).get(0);
                            }
                        })));
                scope.fork(StructuredProgram::both);
                return results(scope);
            }
        }));
    }

    /** A scope wants its forks in the scoped values it was opened in; stores may change meanwhile. */
    private static Object structure() throws Exception {
        return ScopedValue.where(SCOPED, "1").call(() -> STORAGE.run("A", () -> {
            try (var scope = open(FACTORY)) {
                Subtask<Object> inB = STORAGE.run("B", () -> scope.fork(StructuredProgram::both));
                String violation = "allowed";
                try {
                    ScopedValue.where(SCOPED, "2").run(() -> scope.fork(StructuredProgram::both));
                } catch (StructureViolationException e) {
                    violation = e.getClass().getSimpleName();
                }
                scope.join();
                return "store " + inB.get() + ", scoped value " + violation;
            }
        }));
    }
}
