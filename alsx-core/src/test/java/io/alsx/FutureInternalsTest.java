// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What futures do among themselves: hooks hear nothing of it, and foreign stages see the context of the code. */
class FutureInternalsTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final HookLog log = new HookLog();

    @AfterEach
    void disableHooks() {
        log.close();
    }

    static Stream<Consumer<CompletableFuture<String>>> uses() {
        return Stream.of(
                ContextFutures::follow,
                future -> future.orTimeout(1, TimeUnit.HOURS),
                future -> future.completeOnTimeout("late", 1, TimeUnit.HOURS),
                future -> future.minimalCompletionStage().toCompletableFuture());
    }

    @ParameterizedTest
    @MethodSource("uses")
    void isNoFunctionThatAHookHearsOf(Consumer<CompletableFuture<String>> use) {
        CompletableFuture<String> future = ContextFutures.newFuture();
        log.hook("h").enable();
        use.accept(future);
        future.complete("value");

        log.assertHeard();
    }

    @Test
    void isDoneInTheContextOfTheFunctionThatGivesAForeignStage() {
        List<String> seen = new ArrayList<>();
        CompletableFuture<String> first = ContextFutures.newFuture();
        CompletableFuture<String> failed = ContextFutures.newFuture();
        storage.run("A", () -> first.thenCompose(value -> foreignStage(seen)));
        storage.run("A", () -> failed.exceptionallyCompose(error -> foreignStage(seen)));
        storage.run("B", () -> first.complete("value"));
        storage.run("B", () -> failed.completeExceptionally(new IllegalStateException()));

        assertThat(seen).containsExactly("toCompletableFuture in A", "toCompletableFuture in A");
    }

    @SuppressWarnings("unchecked")
    private CompletionStage<String> foreignStage(List<String> seen) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            seen.add(method.getName() + " in " + storage.getStore());
            return method.invoke(CompletableFuture.completedFuture("value"), arguments);
        };
        return (CompletionStage<String>)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {CompletionStage.class}, handler);
    }

    @Test
    void endsATaskWhenItHasRun() {
        log.hook("h").enable();
        ContextFutures.runAsync(() -> log.add("code"), Runnable::run);
        ContextFutures.supplyAsync(() -> "value", Runnable::run);

        log.assertHeard(
                "h.init ExecutorTask",
                "h.before ExecutorTask",
                "code",
                "h.after ExecutorTask",
                "h.destroy ExecutorTask",
                "h.init ExecutorTask",
                "h.before ExecutorTask",
                "h.after ExecutorTask",
                "h.destroy ExecutorTask");
    }
}
