// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Periodic tasks of schedulers whose own decorator carries the context that it finds: who schedules a task is another
 * matter than in what it runs, and so is the run before.
 */
class PropagatingDecoratorTest {

    private static final Duration SOON = Duration.ofMillis(10);

    private static final List<String> KINDS = List.of("rate", "delay", "trigger");

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk", "threads"})
    void startsEachRunFromEmpty(String scheduler) {
        assertThatEachRunSees("null", scheduler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk", "threads"})
    void startsEachRunInTheContextOfTheSchedulingWhereToldSo(String scheduler) {
        assertThatEachRunSees("u", scheduler, "alsx.scheduling.periodic-tasks=capture");
    }

    private static void assertThatEachRunSees(String expected, String name, String... properties) {
        try (var application = RunningApplication.withoutWebServer(Schedulers.class, properties)) {
            TaskScheduler scheduler = application.bean(name, TaskScheduler.class);
            Runs runs = new Runs();
            List<@Nullable ScheduledFuture<?>> scheduled = new ArrayList<>();
            USER.run("u", () -> {
                scheduled.add(scheduler.scheduleAtFixedRate(() -> runs.run("rate"), SOON));
                scheduled.add(scheduler.scheduleWithFixedDelay(() -> runs.run("delay"), SOON));
                scheduled.add(scheduler.schedule(
                        () -> runs.run("trigger"), context -> Instant.now().plus(SOON)));
            });
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> KINDS.stream().allMatch(kind -> Collections.frequency(runs.kinds, kind) >= 3));
            scheduled.forEach(future -> Objects.requireNonNull(future).cancel(false));
            assertThat(runs.seen).containsOnly("rate " + expected, "delay " + expected, "trigger " + expected);
        }
    }

    private static final class Runs {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        private final List<String> kinds = new CopyOnWriteArrayList<>();

        void run(String kind) {
            seen.add(kind + " " + USER.getStore());
            kinds.add(kind);
            USER.enterWith("left by " + kind);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Schedulers {

        private static final TaskDecorator PROPAGATING = new ContextPropagatingTaskDecorator();

        @Bean
        ThreadPoolTaskScheduler pool() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setTaskDecorator(PROPAGATING);
            return scheduler;
        }

        @Bean(destroyMethod = "shutdownNow")
        ScheduledExecutorService executor() {
            return new ScheduledThreadPoolExecutor(1);
        }

        @Bean
        ConcurrentTaskScheduler jdk(ScheduledExecutorService executor) {
            ConcurrentTaskScheduler scheduler = new ConcurrentTaskScheduler(executor);
            scheduler.setTaskDecorator(PROPAGATING);
            return scheduler;
        }

        @Bean
        SimpleAsyncTaskScheduler threads() {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setTaskDecorator(PROPAGATING);
            return scheduler;
        }
    }
}
