// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import io.alsx.ContextFutures;
import io.alsx.Snapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/recipes/futures-and-executors.md shows, at work. */
class FuturesRecipeTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWrappedExecutorCarriesTheContext() throws Exception {
        ExecutorService executor = ContextExecutors.propagating(pool);

        String seen = TENANT.run("acme", () -> executor.submit(() -> TENANT.getStore()))
                .get();

        assertThat(seen).isEqualTo("acme");
        assertThat(executor.submit(() -> TENANT.getStore()).get()).isNull();
    }

    @Test
    void aStageSeesTheContextOfItsRegistration() {
        ExecutorService executor = ContextExecutors.propagating(pool);

        CompletableFuture<String> order =
                TENANT.run("acme", () -> ContextFutures.supplyAsync(() -> "order of " + TENANT.getStore(), executor));
        CompletableFuture<String> line =
                TENANT.run("globex", () -> order.thenApply(text -> text + ", read for " + TENANT.getStore()));

        assertThat(line.join()).isEqualTo("order of acme, read for globex");
    }

    @Test
    void aFutureOfALibraryIsWrapped() {
        CompletableFuture<String> answer = new CompletableFuture<>();

        CompletableFuture<String> seen = TENANT.run(
                "acme", () -> ContextFutures.follow(answer).thenApply(text -> text + " for " + TENANT.getStore()));
        pool.execute(() -> answer.complete("answer"));

        assertThat(seen.join()).isEqualTo("answer for acme");
    }

    @Test
    void whatNobodyHandsOverIsBound() throws InterruptedException {
        List<String> names = List.of("Ada", "Grace");
        AtomicReference<String> seen = new AtomicReference<>();

        List<String> greetings = TENANT.run("acme", () -> {
            Snapshot here = AsyncLocalStorage.snapshot();
            return names.parallelStream().map(here.bindFunction(this::greet)).toList();
        });
        Thread thread = TENANT.run("acme", () -> new Thread(AsyncLocalStorage.bind(() -> seen.set(TENANT.getStore()))));
        thread.start();
        thread.join();

        assertThat(greetings).containsExactly("Ada of acme", "Grace of acme");
        assertThat(seen).hasValue("acme");
    }

    private String greet(String name) {
        return name + " of " + TENANT.getStore();
    }
}
