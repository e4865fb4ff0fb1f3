// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a context futures hold, and for how long. */
class FutureMemoryTest {

    private final AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();

    /** What lives on, as it does where a collection of futures is held, or the other end of them. */
    private final List<Object> alive = new ArrayList<>();

    private WeakReference<Object> in(Consumer<Object> code) {
        Object store = new Object();
        storage.run(store, () -> code.accept(store));
        return new WeakReference<>(store);
    }

    private void assertCollected(WeakReference<?> store) {
        try {
            Garbage.assertCollected(store);
        } finally {
            Reference.reachabilityFence(alive);
        }
    }

    private void assertKept(WeakReference<?> store) {
        try {
            Garbage.assertKept(store);
        } finally {
            Reference.reachabilityFence(alive);
        }
    }

    @Nested
    class AStoreIsCollectable {

        @ParameterizedTest
        @EnumSource(FutureSource.class)
        void onceTheFunctionHasRunThoughAllStagesLiveOn(FutureSource source) {
            CompletableFuture<String> trigger = new CompletableFuture<>();
            CompletionStage<String> stage = source.of(trigger);
            alive.addAll(List.of(trigger, stage));
            WeakReference<Object> store = in(s -> {
                for (StageMethod method : StageMethod.all()) {
                    CompletionStage<?> other =
                            method.isEither() ? new CompletableFuture<>() : CompletableFuture.completedFuture("other");
                    alive.add(other);
                    alive.add(method.call(stage, other, Runnable::run, arguments -> null));
                }
            });
            trigger.complete("value");

            assertCollected(store);
        }

        @Test
        void whereTheFutureWasComplete() {
            assertCollected(
                    in(s -> alive.add(ContextFutures.completedFuture("value").thenApply(v -> v))));
        }

        @Test
        void whereTheTaskHasRun() {
            assertCollected(in(s -> {
                CompletableFuture<String> future = ContextFutures.supplyAsync(() -> "value", Runnable::run);
                alive.add(future);
                assertThat(future).isCompleted();
            }));
        }

        @Test
        void whereAFollowerWasMadeAndItsFunctionsHaveRunThoughTheStageLivesOn() {
            CompletableFuture<String> stage = new CompletableFuture<>();
            alive.add(stage);

            assertCollected(in(s -> {
                CompletableFuture<String> follower = ContextFutures.follow(stage);
                alive.add(follower.thenApply(v -> v));
                follower.cancel(true);
            }));
            assertThat(stage).isNotDone();
        }

        @Test
        void whereTheFutureWasAbandoned() {
            assertCollected(in(s -> alive.add(
                    new WeakReference<>(ContextFutures.<String>newFuture().thenApply(v -> s.toString() + v)))));
        }

        @Test
        void onceAFutureWithATimeLimitIsComplete() {
            CompletableFuture<String> future = ContextFutures.newFuture();
            alive.add(future);
            WeakReference<Object> store = in(s -> future.orTimeout(1, TimeUnit.HOURS));

            future.complete("value");

            assertCollected(store);
        }
    }

    @Nested
    class AStoreIsKept {

        @Test
        void whileTheFunctionMayRun() {
            CompletableFuture<String> future = ContextFutures.newFuture();
            alive.add(future);

            assertKept(in(s -> alive.add(future.thenApply(v -> v))));
        }

        @Test
        void whileTheFutureIsNotCompleteThoughTheStageWasCancelled() {
            CompletableFuture<String> future = ContextFutures.newFuture();
            alive.add(future);

            assertKept(in(s -> future.thenApply(v -> v).cancel(true)));
        }
    }
}
