// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Subclasses of Spring's executors that make a pool of their own, or give Spring a wrapper of it. */
class ExecutorSubclassTest {

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    /** Spring keeps the bare pool that the superclass has made. The context goes another way. */
    @Test
    void carryThoughSpringIgnoresTheWrapperThatTheyMake() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Subclasses.class)) {
            ThreadPoolTaskExecutor executor = application.bean(ThreadPoolTaskExecutor.class);
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);

            assertCarries(executor::execute);
            assertCarries(task -> executor.submit(task));
            assertCarries(scheduler::execute);
            assertCarries(task -> scheduler.submit(task));
            assertCarries(task -> scheduler.schedule(task, Instant.now()));
        }
    }

    /** Which is there before we are where a method initializes it, as many do. */
    @Test
    void mayHideTheirPoolFromSpring() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Hiding.class)) {
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);

            assertCarries(scheduler::execute);
            assertCarries(task -> scheduler.schedule(task, Instant.now()));
        }
    }

    @Test
    void mayMakeAPoolThatDecoratesNothing() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Plain.class)) {
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);

            assertCarries(scheduler::execute);
            assertCarries(task -> scheduler.submit(task));
            assertCarries(task -> scheduler.schedule(task, Instant.now()));
        }
    }

    private static void assertCarries(Consumer<Runnable> way) throws Exception {
        assertThat(seen(way, "u")).isEqualTo("u");
        assertThat(seen(way, null)).isNull();
    }

    private static @Nullable String seen(Consumer<Runnable> way, @Nullable String user) throws Exception {
        CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
        USER.run(user, () -> way.accept(() -> seen.complete(USER.getStore())));
        return seen.get(20, TimeUnit.SECONDS);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Subclasses {

        @Bean
        ThreadPoolTaskExecutor executor() {
            return new WrappingExecutor();
        }

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new WrappingScheduler();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Hiding {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            ThreadPoolTaskScheduler scheduler = new HidingScheduler();
            scheduler.initialize();
            return scheduler;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Plain {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new PlainScheduler();
        }
    }

    private static final class WrappingExecutor extends ThreadPoolTaskExecutor {

        @Override
        protected ExecutorService initializeExecutor(ThreadFactory threads, RejectedExecutionHandler handler) {
            return Executors.unconfigurableExecutorService(super.initializeExecutor(threads, handler));
        }
    }

    private static final class WrappingScheduler extends ThreadPoolTaskScheduler {

        @Override
        protected ExecutorService initializeExecutor(ThreadFactory threads, RejectedExecutionHandler handler) {
            ExecutorService pool = super.initializeExecutor(threads, handler);
            return Executors.unconfigurableScheduledExecutorService((ScheduledExecutorService) pool);
        }
    }

    private static final class HidingScheduler extends ThreadPoolTaskScheduler {

        @Override
        protected ScheduledExecutorService createExecutor(
                int size, ThreadFactory threads, RejectedExecutionHandler handler) {
            return Executors.unconfigurableScheduledExecutorService(super.createExecutor(size, threads, handler));
        }
    }

    private static final class PlainScheduler extends ThreadPoolTaskScheduler {

        @Override
        protected ScheduledExecutorService createExecutor(
                int size, ThreadFactory threads, RejectedExecutionHandler handler) {
            return new ScheduledThreadPoolExecutor(size, threads, handler);
        }
    }
}
