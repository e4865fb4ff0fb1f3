// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hooks hear of futures. */
class FutureHooksTest {

    private final List<String> heard = new ArrayList<>();

    private final AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            heard.add("init " + type);
        }

        @Override
        public void before(long asyncId) {
            heard.add("before");
        }

        @Override
        public void after(long asyncId) {
            heard.add("after");
        }
    });

    @BeforeEach
    void enable() {
        hook.enable();
    }

    @AfterEach
    void disable() {
        hook.disable();
    }

    @Test
    void everyFunctionIsAResource() {
        CompletableFuture<String> future = ContextFutures.newFuture();
        CompletableFuture<Long> last = future.thenApply(value -> AsyncHooks.executionAsyncId())
                .thenCombine(future, (first, value) -> AsyncHooks.triggerAsyncId());
        future.complete("value");

        assertThat(heard)
                .containsExactly("init FutureCallback", "init FutureCallback", "before", "after", "before", "after");
        assertThat(last).isCompletedWithValue(AsyncHooks.executionAsyncId());
    }

    @Test
    void everyTaskIsAResource() {
        assertThat(ContextFutures.supplyAsync(() -> heard.add("task"), Runnable::run))
                .isCompleted();
        assertThat(ContextFutures.runAsync(() -> heard.add("task"), Runnable::run))
                .isCompleted();
        assertThat(ContextFutures.newFuture().completeAsync(() -> heard.add("task"), Runnable::run))
                .isCompleted();

        List<String> ofOne = List.of("init ExecutorTask", "before", "task", "after");
        assertThat(heard)
                .hasSize(12)
                .isEqualTo(List.of(ofOne, ofOne, ofOne).stream()
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void nothingIsHeardOfNoFunctionAndOfFuturesWithoutOne() {
        CompletableFuture<String> future = ContextFutures.newFuture();
        for (StageMethod method : StageMethod.all()) {
            assertThatNullPointerException()
                    .as("%s", method)
                    .isThrownBy(() -> method.call(future, future, Runnable::run, null));
        }
        assertThat(ContextFutures.follow(CompletableFuture.completedFuture("value"))
                        .copy())
                .isCompleted();
        assertThat((Object) future.minimalCompletionStage()).isNotNull();

        assertThat(heard).isEmpty();
    }
}
