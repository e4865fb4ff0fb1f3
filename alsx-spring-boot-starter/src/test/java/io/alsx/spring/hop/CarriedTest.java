// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.PeriodicTasks;
import io.alsx.spring.ContextBridge;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What an executor has in the place of a task, where bridges carry something: Spring's keep it in a map. */
class CarriedTest {

    private static final ThreadLocal<@Nullable String> LOCAL = new ThreadLocal<>();

    private final ContextTaskDecorator decorator =
            new ContextTaskDecorator(PeriodicTasks.FRESH, new ContextCarrier(List.of(ContextBridge.of(LOCAL))));

    @Test
    void doesNotAskTheTaskForItsHashCode() throws Exception {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setTaskDecorator(decorator);
        pool.initialize();
        try {
            CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
            LOCAL.set("u");
            pool.execute(new Unhashable(() -> seen.complete(LOCAL.get())));
            LOCAL.remove();
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("u");
        } finally {
            pool.shutdown();
        }
    }

    private record Unhashable(Runnable code) implements Runnable {

        @Override
        public void run() {
            code.run();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }
    }
}
