// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that Node's test files of these names pin down: stores that are entered with what is published. Node has a
 * channel for that; here, it is a {@code run} for each storage around the code.
 */
class NodeSuiteChannelsTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final AsyncLocalStorage<String> other = AsyncLocalStorage.named("other");

    private final Map<AsyncLocalStorage<String>, UnaryOperator<String>> bound = new LinkedHashMap<>();

    private final List<String> seen = new ArrayList<>();

    private final TaskLoop loop = new TaskLoop();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    /** Runs the code with all bound storages entered, each with what it makes of the data. */
    private <R> R runStores(String data, ThrowingSupplier<R, RuntimeException> code) {
        ThrowingSupplier<R, RuntimeException> all = code;
        for (AsyncLocalStorage<String> each : bound.keySet()) {
            ThrowingSupplier<R, RuntimeException> inner = all;
            all = () -> each.<R, RuntimeException>run(bound.get(each).apply(data), inner);
        }
        return all.get();
    }

    private String look() {
        String found = storage.getStore() + "," + other.getStore();
        seen.add(found);
        return found;
    }

    @Test
    @DisplayName("parallel/test-diagnostics-channel-bind-store.js")
    void areThoseOfTheInnermostPublication() {
        bound.put(storage, UnaryOperator.identity());
        bound.put(other, data -> "made of " + data);
        look();
        runStores("outer", () -> {
            look();
            runStores("inner", this::look);
            return look();
        });
        look();
        bound.remove(storage);
        runStores("last", this::look);

        assertThat(seen)
                .containsExactly(
                        "null,null",
                        "outer,made of outer",
                        "inner,made of inner",
                        "outer,made of outer",
                        "null,null",
                        "null,made of last");
    }

    @Test
    @DisplayName("parallel/test-diagnostics-channel-tracing-channel-sync-run-stores.js")
    void lastForASynchronousCall() {
        bound.put(storage, UnaryOperator.identity());

        assertThat(runStores("start", this::look)).isEqualTo("start,null");
        assertThat(look()).isEqualTo("null,null");
    }

    @Test
    @DisplayName("parallel/test-diagnostics-channel-tracing-channel-callback-run-stores.js")
    void areOthersInTheCallbackThanInTheCall() {
        bound.put(storage, UnaryOperator.identity());
        runStores("start", () -> {
            loop.start(() -> {
                look();
                runStores("asyncStart", this::look);
                look();
            });
            return look();
        });
        look();
        loop.finish();

        assertThat(seen)
                .containsExactlyInAnyOrder("start,null", "null,null", "start,null", "asyncStart,null", "start,null");
    }

    @Test
    @DisplayName("parallel/test-diagnostics-channel-tracing-channel-promise-run-stores.js")
    void lastForAllStagesOfAFuture() throws Exception {
        bound.put(storage, UnaryOperator.identity());
        CompletableFuture<String> traced = runStores("start", () -> {
            CompletableFuture<String> pause = ContextFutures.newFuture();
            loop.thread().execute(() -> pause.complete("done"));
            return pause.thenApply(done -> look()).thenApply(first -> first + " " + look());
        });
        CompletableFuture<String> outside = traced.thenApply(inside -> inside + " " + look());

        assertThat(outside.get(20, TimeUnit.SECONDS)).isEqualTo("start,null start,null null,null");
    }
}
