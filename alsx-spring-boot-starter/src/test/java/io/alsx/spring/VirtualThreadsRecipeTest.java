// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** What docs/recipes/virtual-threads.md shows, at work. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsRecipeTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    @Test
    void asyncMethodsRunOnVirtualThreads() {
        try (RunningApplication application = RunningApplication.withoutWebServer(
                Application.class, "spring.threads.virtual.enabled=true", "spring.main.keep-alive=false")) {
            Worker worker = application.bean(Worker.class);
            String seen = TENANT.run("acme", () -> worker.seen().join());
            assertThat(seen).isEqualTo("acme on a virtual thread: true");
        }
    }

    @Test
    void aThreadForEachTaskCarriesTheContext() throws Exception {
        String page = TENANT.run("acme", this::page);

        assertThat(page).isEqualTo("stock of acme, price of acme");
    }

    private String page() throws Exception {
        ExecutorService executor = ContextExecutors.newVirtualThreadPerTaskExecutor();
        try {
            Future<String> stock = executor.submit(() -> "stock of " + TENANT.getStore());
            Future<String> price = executor.submit(() -> "price of " + TENANT.getStore());
            return stock.get() + ", " + price.get();
        } finally {
            executor.shutdown(); // on JDK 19 and later, try (executor) does
        }
    }

    @Test
    void aThreadOfAFactoryHasTheContextOfWhereItWasMade() throws InterruptedException {
        StringBuffer seen = new StringBuffer();
        ThreadFactory virtualThreads = new VirtualThreadTaskExecutor("task-").getVirtualThreadFactory();

        ThreadFactory threads = ContextExecutors.propagating(virtualThreads);
        Thread thread = TENANT.run("acme", () -> threads.newThread(() -> seen.append(TENANT.getStore())));

        thread.start();
        thread.join();
        assertThat(seen).hasToString("acme");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class Application {}

    static class Worker {

        @Async
        public CompletableFuture<String> seen() {
            boolean virtual = Thread.currentThread().toString().startsWith("VirtualThread");
            return CompletableFuture.completedFuture(TENANT.getStore() + " on a virtual thread: " + virtual);
        }
    }
}
