// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Tasks of every kind, and none, one or two task decorators of the application's own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import(TaskApplication.Worker.class)
class TaskApplication {

    static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    /** Whether two decorator beans make Spring Boot apply neither. */
    static final boolean BOOT_APPLIES_ONE_DECORATOR_ONLY =
            SpringBootVersion.getVersion().startsWith("3.");

    static final List<String> SEEN_BY_SCHEDULED_METHODS = new CopyOnWriteArrayList<>();

    static volatile CompletableFuture<@Nullable String> seenByVoidMethod = new CompletableFuture<>();

    /** Notes what is there when a task runs. */
    static final class OwnDecorator implements TaskDecorator {

        static final ConcurrentLinkedQueue<String> SEEN = new ConcurrentLinkedQueue<>();

        static final AtomicInteger DECORATED = new AtomicInteger();

        private final String name;

        OwnDecorator(String name) {
            this.name = name;
        }

        static void clear() {
            SEEN.clear();
            DECORATED.set(0);
        }

        @Override
        public Runnable decorate(Runnable task) {
            DECORATED.incrementAndGet();
            return () -> {
                SEEN.add(name + ":" + USER.getStore());
                task.run();
            };
        }
    }

    static class Worker {

        @Async
        void voidMethod() {
            seenByVoidMethod.complete(USER.getStore());
        }

        @Async
        CompletableFuture<@Nullable String> completableFutureMethod() {
            return CompletableFuture.completedFuture(USER.getStore());
        }

        @Async
        Future<@Nullable String> futureMethod() {
            return CompletableFuture.completedFuture(USER.getStore());
        }

        @Scheduled(fixedRate = 20)
        void atFixedRate() {
            ran("rate");
        }

        @Scheduled(fixedDelay = 20)
        void withFixedDelay() {
            ran("delay");
        }

        @Scheduled(cron = "* * * * * *")
        void cron() {
            ran("cron");
        }

        private void ran(String kind) {
            SEEN_BY_SCHEDULED_METHODS.add(kind + ":" + USER.getStore());
        }
    }
}
