// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("test");

    private final WorkerPool pool = new WorkerPool();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void tellsTheCallbackOfAFailureInItsOwnContext() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();

        storage.run(
                "mine",
                () -> pool.<String>submit(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        (result, error) -> told.complete(storage.getStore() + ": " + error.getMessage())));

        assertThat(told.get(60, TimeUnit.SECONDS)).isEqualTo("mine: broken");
    }

    @Test
    void outlivesCallbacksThatFailAndCallsEachOnce() throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            pool.submit(() -> "done", (result, error) -> {
                calls.add(result);
                throw new IllegalStateException("the callback is broken");
            });
        }
        CompletableFuture<String> last = new CompletableFuture<>();
        pool.submit(() -> "last", (result, error) -> last.complete(result));

        assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo("last");
        pool.close();
        assertThat(calls).hasSizeLessThanOrEqualTo(4).containsOnly("done");
    }
}
