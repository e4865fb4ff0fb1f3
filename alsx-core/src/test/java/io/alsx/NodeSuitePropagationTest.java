// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that Node's test files of these names pin down: what sees which store later on, and elsewhere. */
class NodeSuitePropagationTest {

    private final AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();

    private final TaskLoop loop = new TaskLoop();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void assertStore(Object expected) {
        assertThat(storage.getStore()).isSameAs(expected);
    }

    /** A stage that completes on the loop's thread. */
    private CompletableFuture<String> pause() {
        CompletableFuture<String> future = new CompletableFuture<>();
        loop.thread().execute(() -> future.complete("done"));
        return future;
    }

    private Runnable asserting(Object store) {
        return AsyncLocalStorage.bind(() -> assertStore(store));
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-async-await.js")
    void isKeptByTheContinuation() {
        CompletableFuture<Void> result = storage.run("A", () -> {
            assertStore("A");
            return pause().thenRun(asserting("A")).thenRun(asserting("A"));
        });

        assertStore(null);
        result.join();
        assertStore(null);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-async-functions.js")
    void isKeptAwayFromAContinuationOutside() {
        storage.run("A", () -> {
            CompletableFuture<Void> outside = storage.exit(() -> {
                assertStore(null);
                return pause().thenRun(asserting(null));
            });
            outside.join();
            pause().thenRun(asserting("A")).join();
            assertStore("A");
        });
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-promises.js")
    void isThereInAStageThatFailsAndNotWithWhoHearsOfIt() {
        IllegalStateException thrown = new IllegalStateException("of the stage");
        BiFunction<Object, Throwable, Object> outside = (result, error) -> {
            assertStore(null);
            return error.getCause();
        };
        CompletableFuture<Object> failing = storage.run(
                "A",
                () -> pause().thenApply(AsyncLocalStorage.bindFunction(result -> {
                    assertStore("A");
                    throw thrown;
                })));

        Object cause = failing.handle(AsyncLocalStorage.bindBiFunction(outside)).join();

        assertThat(cause).isSameAs(thrown);
        assertThatThrownBy(failing::join)
                .isInstanceOf(CompletionException.class)
                .hasCause(thrown);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-no-mix-contexts.js")
    void isNotMixedUp() {
        AsyncLocalStorage<Object> second = new AsyncLocalStorage<>();
        for (int i = 0; i < 5; i++) {
            Object store = "A" + i;
            Object other = "B" + i;
            storage.run(
                    store,
                    () -> second.run(
                            other,
                            () -> loop.later(2, () -> {
                                assertStore(store);
                                storage.exit(() -> loop.later(1, () -> {
                                    assertStore(null);
                                    assertThat(second.getStore()).isSameAs(other);
                                }));
                                loop.start(() -> {
                                    assertStore(store);
                                    assertThat(second.getStore()).isSameAs(other);
                                });
                            })));
        }
        loop.finish();
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-thenable.js")
    void isThereForStagesOfForeignMakeAndTheirContinuations() throws Exception {
        List<Object> seen = new ArrayList<>();
        Queue<Runnable> waiting = new ArrayDeque<>();
        CompletableFuture<String> last = storage.run("A", () -> {
            CompletionStage<String> foreign = foreignStage(seen, waiting);
            CompletableFuture<String> followed = ContextFutures.follow(foreign);
            return followed.thenCombine(foreign, (one, other) -> one + other)
                    .applyToEither(foreign, result -> result)
                    .thenCompose(result -> {
                        seen.add("continuation in " + storage.getStore());
                        return ContextFutures.completedFuture("done");
                    });
        });
        storage.run("B", () -> waiting.forEach(Runnable::run));

        assertThat(last.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(seen)
                .containsExactly(
                        "whenComplete in A",
                        "toCompletableFuture in A",
                        "toCompletableFuture in A",
                        "continuation in A");
    }

    /** A stage that is no future of the JDK's, and is done when what waits is run. */
    @SuppressWarnings("unchecked")
    private CompletionStage<String> foreignStage(List<Object> seen, Queue<Runnable> waiting) {
        CompletableFuture<String> future = new CompletableFuture<>();
        waiting.add(() -> future.complete("value"));
        InvocationHandler handler = (proxy, method, arguments) -> {
            seen.add(method.getName() + " in " + storage.getStore());
            return method.invoke(future, arguments);
        };
        return (CompletionStage<String>)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {CompletionStage.class}, handler);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-thenable.js")
    void isThereForContinuationsInAQueueOfOnesOwn() {
        Queue<Runnable> queue = new ArrayDeque<>();
        List<Object> seen = new ArrayList<>();
        storage.run("A", () -> {
            queue.add(AsyncLocalStorage.bind((Runnable) () -> seen.add(storage.getStore())));
            queue.add(AsyncLocalStorage.snapshot().bind((Runnable) () -> seen.add(storage.getStore())));
            queue.add(new AsyncResource("THENABLE").bind((Runnable) () -> seen.add(storage.getStore())));
            queue.add(() -> seen.add(storage.getStore()));
        });

        storage.run("B", () -> queue.forEach(Runnable::run));

        assertThat(seen).containsExactly("A", "A", "A", "B");
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-errors.js")
    void isThereForTheHandlerOfWhatATaskThrows() throws InterruptedException {
        Queue<Object> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch failures = new CountDownLatch(5);
        AtomicReference<Executor> executor = new AtomicReference<>();
        Runnable fails = () -> {
            throw new IllegalStateException("nobody catches it");
        };
        ExecutorService pool = Executors.newSingleThreadExecutor(code -> {
            Thread thread = new Thread(code, "failing");
            thread.setUncaughtExceptionHandler((failed, error) -> {
                seen.add(storage.requireStore());
                failures.countDown();
                if (failures.getCount() > 0) {
                    executor.get().execute(fails);
                }
            });
            return thread;
        });
        executor.set(ContextExecutors.propagating(pool));
        storage.run("A", () -> executor.get().execute(fails));

        assertThat(failures.await(20, TimeUnit.SECONDS)).isTrue();
        pool.shutdownNow();
        assertThat(seen).containsExactly("A", "A", "A", "A", "A");
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-stream-finished.js")
    void isThereAtTheEndOfAStream() throws Exception {
        CompletableFuture<Object> seen = new CompletableFuture<>();
        Flow.Subscriber<String> subscriber = new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(String item) {}

            @Override
            public void onError(Throwable error) {
                seen.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                seen.complete(storage.getStore());
            }
        };
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(loop.thread(), 8)) {
            storage.run("A", () -> publisher.subscribe(AsyncLocalStorage.bind(subscriberType(), subscriber)));
            publisher.submit("item");
        }

        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("A");
    }

    @SuppressWarnings("unchecked")
    private static Class<Flow.Subscriber<String>> subscriberType() {
        return (Class<Flow.Subscriber<String>>) (Class<?>) Flow.Subscriber.class;
    }

    @Test
    @DisplayName("parallel/test-timers-clearImmediate-als.js")
    void isGoneAfterATaskThatCancelsItself() {
        CompletableFuture<Future<?>> itself = new CompletableFuture<>();
        List<Object> seen = new ArrayList<>();
        storage.run(
                "A",
                () -> itself.complete(loop.schedule(5, () -> {
                    seen.add(storage.getStore());
                    itself.join().cancel(false);
                    seen.add(storage.getStore());
                })));
        loop.later(10, () -> seen.add(storage.getStore()));
        loop.finish();

        assertThat(seen).containsExactly("A", "A", null);
    }

    @Test
    @DisplayName("parallel/test-web-locks.js")
    void isThatOfTheRequestWhenALockIsGranted() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        List<Object> seen = new ArrayList<>();
        for (Object store : List.of("A", "B")) {
            storage.run(
                    store,
                    () -> waiting.add(AsyncLocalStorage.bind((Runnable) () -> {
                        seen.add(storage.getStore());
                        Runnable next = waiting.poll();
                        if (next != null) {
                            next.run();
                        }
                        seen.add(storage.getStore());
                    })));
        }

        waiting.remove().run();

        assertThat(seen).containsExactly("A", "B", "B", "A");
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-http-parser-leak.js")
    void isNotKeptByAPooledThread() {
        Object[] store = {new Object()};
        WeakReference<Object> reference = new WeakReference<>(store[0]);
        storage.run(
                store[0], () -> loop.start(() -> assertThat(storage.getStore()).isNotNull()));
        loop.finish();
        store[0] = null;

        Garbage.assertCollected(reference);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-gcable.js")
    void isCollectableAfterDisable() {
        AsyncLocalStorage<?>[] used = {new AsyncLocalStorage<>()};
        WeakReference<Object> reference = new WeakReference<>(used[0]);
        used[0].enterWith(null);
        used[0].disable();
        used[0] = null;

        Garbage.assertCollected(reference);
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-bind.js")
    void isBoundWithArgumentsAndResult() {
        BiFunction<Integer, Integer, String> bound = storage.run(
                "A",
                () -> AsyncLocalStorage.bindBiFunction((Integer x, Integer y) -> storage.getStore() + " " + (x + y)));

        assertThat(storage.<String, RuntimeException>run("B", () -> bound.apply(1, 2)))
                .isEqualTo("A 3");
        assertThatNullPointerException().isThrownBy(() -> AsyncLocalStorage.bind((Runnable) null));
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-snapshot.js")
    void isReplacedDuringASnapshotRun() {
        Snapshot snapshot = storage.run("captured", () -> AsyncLocalStorage.snapshot());

        storage.run("caller", () -> {
            assertThat(snapshot.<Object, Object, RuntimeException>run(x -> x + " " + storage.getStore(), "with"))
                    .isEqualTo("with captured");
            assertStore("caller");
        });
    }
}
