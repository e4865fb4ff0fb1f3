// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextFutures;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.context.request.async.DeferredResult;

/** Threads that no library hears of: nothing arrives there by itself, and all of it does where the code says so. */
class UnreachableSurfacesTest {

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    @Test
    @Surface(
            value = "Unreachable: a thread that is started by hand",
            remedy = "`new Thread(AsyncLocalStorage.bind(task))`")
    void threadThatIsStartedByHand() throws Exception {
        assertNeeds(task -> new Thread(task).start(), AsyncLocalStorage::bind);
    }

    @Test
    @Surface(
            value = "Unreachable: `CompletableFuture.supplyAsync` on the common pool",
            remedy = "`ContextFutures.supplyAsync(supplier)`")
    void commonPool() throws Exception {
        assertThat(of(USER.run("u", () -> CompletableFuture.supplyAsync(USER::getStore, ForkJoinPool.commonPool()))))
                .isNull();
        assertThat(of(USER.run("u", () -> ContextFutures.supplyAsync(USER::getStore))))
                .isEqualTo("u");
    }

    @Test
    @Surface(
            value = "Unreachable: a stage of a future that someone else completes",
            remedy = "`ContextFutures.follow(future)`")
    void stageThatSomeoneElseCompletes() throws Exception {
        CompletableFuture<String> plain = new CompletableFuture<>();
        CompletableFuture<@Nullable String> unaware = USER.run("u", () -> plain.thenApply(value -> USER.getStore()));
        CompletableFuture<@Nullable String> followed =
                USER.run("u", () -> ContextFutures.follow(plain).thenApply(value -> USER.getStore()));
        USER.run("completer", () -> plain.complete(""));
        assertThat(of(unaware)).isEqualTo("completer");
        assertThat(of(followed)).isEqualTo("u");
    }

    @Test
    @Surface(
            value = "Unreachable: the thread that calls `DeferredResult.setResult`, `emitter.send` or the like",
            remedy = "`AsyncLocalStorage.bind(callback)`")
    void threadThatSetsADeferredResult() throws Exception {
        assertNeeds(
                task -> {
                    DeferredResult<String> result = new DeferredResult<>();
                    new Thread(() -> {
                                task.run();
                                result.setResult("done");
                            })
                            .start();
                },
                AsyncLocalStorage::bind);
    }

    @Test
    @Surface(
            value = "Unreachable: `java.util.Timer`",
            remedy = "`AsyncLocalStorage.bind(task)` inside of the `TimerTask`")
    void timer() throws Exception {
        Timer timer = new Timer(true);
        assertNeeds(
                task -> timer.schedule(
                        new TimerTask() {

                            @Override
                            public void run() {
                                task.run();
                            }
                        },
                        1),
                AsyncLocalStorage::bind);
        timer.cancel();
    }

    @Test
    @Surface(
            value = "Unreachable: parallel streams",
            remedy = "`stream.parallel().map(AsyncLocalStorage.bindFunction(function))`")
    void parallelStream() {
        Function<Integer, String> function =
                USER.run("u", () -> AsyncLocalStorage.bindFunction((Integer i) -> "" + USER.getStore()));
        assertThat(IntStream.range(0, 1_000).boxed().parallel().map(function).collect(Collectors.toSet()))
                .containsExactly("u");
    }

    private static void assertNeeds(Consumer<Runnable> way, Function<Runnable, Runnable> remedy) throws Exception {
        CompletableFuture<@Nullable String> bare = new CompletableFuture<>();
        CompletableFuture<@Nullable String> remedied = new CompletableFuture<>();
        USER.run("u", () -> {
            way.accept(() -> bare.complete(USER.getStore()));
            way.accept(remedy.apply(() -> remedied.complete(USER.getStore())));
        });
        assertThat(of(bare)).isNull();
        assertThat(of(remedied)).isEqualTo("u");
    }

    private static <T extends @Nullable Object> T of(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
