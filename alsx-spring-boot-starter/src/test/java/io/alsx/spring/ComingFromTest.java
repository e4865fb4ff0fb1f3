// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** What docs/coming-from.md shows, before and after, at work. */
class ComingFromTest {

    static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    @Test
    void aDecoratorThatCopiesTheMdcWorksBesideUs() {
        try (RunningApplication application = RunningApplication.withoutWebServer(WithDecorator.class)) {
            MDC.put("tenant", "acme");
            try {
                assertThat(application.bean(Worker.class).seen().join()).isEqualTo("acme in the log, store null");
            } finally {
                MDC.remove("tenant");
            }
        }
    }

    @Test
    void anEntryOfTheMdcTakesItsPlace() {
        try (RunningApplication application = RunningApplication.withoutWebServer(WithEntry.class)) {
            String seen = TENANT.run(
                    "acme", () -> application.bean(Worker.class).seen().join());
            assertThat(seen).isEqualTo("acme in the log, store acme");
            assertThat(application.bean(Worker.class).seen().join()).isEqualTo("null in the log, store null");
        }
    }

    static final class MdcTaskDecorator implements TaskDecorator {

        @Override
        public Runnable decorate(Runnable task) {
            @Nullable Map<String, String> copy = MDC.getCopyOfContextMap();
            return () -> {
                MDC.setContextMap(copy == null ? Map.of() : copy);
                try {
                    task.run();
                } finally {
                    MDC.clear();
                }
            };
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class WithDecorator {

        @Bean
        TaskDecorator mdc() {
            return new MdcTaskDecorator();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class WithEntry {

        @Bean
        MdcEntry<String> tenant() {
            return new MdcEntry<>("tenant", TENANT, tenant -> tenant);
        }
    }

    static class Worker {

        @Async
        public CompletableFuture<String> seen() {
            return CompletableFuture.completedFuture(MDC.get("tenant") + " in the log, store " + TENANT.getStore());
        }
    }
}
