// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A task with a trigger, cron for instance, is periodic like any other. A scheduler on a pool schedules each of its runs
 * anew, as a task that runs once, from within the run before.
 */
class TriggeredTaskTest {

    private static final Trigger SOON = context -> Instant.now().plusMillis(10);

    @Test
    void startsEachRunOfATaskWithATriggerFromEmpty() {
        try (var application = RunningApplication.withoutWebServer(TaskApplication.class)) {
            assertThat(seenThrice(application.bean(TaskScheduler.class))).containsExactly("null", "null", "null");
        }
    }

    @Test
    void startsEachRunOnASchedulerOfTheApplicationFromEmpty() {
        try (var application = RunningApplication.withoutWebServer(OwnScheduler.class)) {
            assertThat(seenThrice(application.bean(ThreadPoolTaskScheduler.class)))
                    .containsExactly("null", "null", "null");
        }
    }

    @Test
    void startsEachRunFromEmptyThoughTheExecutorInsideIsWrapped() {
        try (var application = RunningApplication.withoutWebServer(MeasuredScheduler.class)) {
            assertThat(seenThrice(application.bean(ThreadPoolTaskScheduler.class)))
                    .containsExactly("null", "null", "null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "removing", "jdk"})
    void startsEachRunInTheContextOfTheRegistrationWhateverTheRunBeforeLeaves(String scheduler) {
        try (var application =
                RunningApplication.withoutWebServer(Schedulers.class, "alsx.scheduling.periodic-tasks=capture")) {
            TaskScheduler bean = application.context().getBean(scheduler, TaskScheduler.class);
            Snapshot anothers = USER.run("another", () -> AsyncLocalStorage.snapshot());
            List<String> seen = new CopyOnWriteArrayList<>();
            Schedulers.LOCAL.set("local of u");
            ScheduledFuture<?> scheduled = Objects.requireNonNull(USER.run(
                    "u",
                    () -> bean.schedule(
                            () -> {
                                seen.add(USER.getStore() + ", " + Schedulers.LOCAL.get());
                                Schedulers.LOCAL.set("left");
                                anothers.enter();
                            },
                            SOON)));
            Schedulers.LOCAL.remove();
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 3);
            scheduled.cancel(false);
            assertThat(seen).containsOnly("u, local of u");
        }
    }

    /** Whose next run is not that of the task which schedules it. */
    @Test
    void startsATaskThatIsScheduledInARunInTheContextOfThatRun() {
        try (var application =
                RunningApplication.withoutWebServer(Schedulers.class, "alsx.scheduling.periodic-tasks=capture")) {
            TaskScheduler pool = application.context().getBean("pool", TaskScheduler.class);
            List<String> seen = new CopyOnWriteArrayList<>();
            List<ScheduledFuture<?>> inner = new CopyOnWriteArrayList<>();
            ScheduledFuture<?> outer = Objects.requireNonNull(USER.run(
                    "outer",
                    () -> pool.schedule(
                            () -> {
                                if (inner.isEmpty()) {
                                    inner.add(Objects.requireNonNull(USER.run(
                                            "inner",
                                            () -> pool.schedule(() -> seen.add("inner " + USER.getStore()), SOON))));
                                }
                                seen.add("outer " + USER.getStore());
                            },
                            SOON)));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Collections.frequency(seen, "inner inner") >= 3
                            && Collections.frequency(seen, "outer outer") >= 3);
            outer.cancel(false);
            inner.get(0).cancel(false);
            assertThat(seen).containsOnly("inner inner", "outer outer");
        }
    }

    @Test
    void runsACronMethodFromEmptyWhateverTheApplicationWasStartedIn() {
        TaskApplication.SEEN_BY_SCHEDULED_METHODS.clear();
        USER.run("startup", () -> {
            try (var application = RunningApplication.withoutWebServer(TaskApplication.class)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> TaskApplication.SEEN_BY_SCHEDULED_METHODS.stream()
                                .anyMatch(entry -> entry.startsWith("cron")));
            }
        });
        assertThat(TaskApplication.SEEN_BY_SCHEDULED_METHODS).allMatch(entry -> entry.endsWith(":null"));
    }

    private static List<String> seenThrice(TaskScheduler scheduler) {
        List<String> seen = new CopyOnWriteArrayList<>();
        ScheduledFuture<?> scheduled = Objects.requireNonNull(USER.run(
                "u", () -> scheduler.schedule(() -> seen.add(String.valueOf(USER.getStore())), SOON)));
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 3);
        scheduled.cancel(false);
        return seen.subList(0, 3);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class OwnScheduler {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class MeasuredScheduler {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler() {
                @Override
                protected ScheduledExecutorService createExecutor(
                        int size, ThreadFactory threads, RejectedExecutionHandler handler) {
                    return ExecutorServiceMetrics.monitor(
                            new SimpleMeterRegistry(), super.createExecutor(size, threads, handler), "scheduler");
                }
            };
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Schedulers {

        static final ThreadLocal<@Nullable String> LOCAL = new ThreadLocal<>();

        @Bean
        ContextBridge bridge() {
            return ContextBridge.of(LOCAL);
        }

        @Bean
        ThreadPoolTaskScheduler pool() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        ThreadPoolTaskScheduler removing() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setRemoveOnCancelPolicy(true);
            return scheduler;
        }

        @Bean(destroyMethod = "shutdownNow")
        ScheduledExecutorService executor() {
            return Executors.newScheduledThreadPool(1);
        }

        @Bean
        ConcurrentTaskScheduler jdk(ScheduledExecutorService executor) {
            return new ConcurrentTaskScheduler(executor);
        }
    }
}
