// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What an application set up itself goes on as it did. */
class ExecutorSideEffectTest {

    @Test
    void aSchedulerStillRemovesCancelledTasks() {
        try (var application = RunningApplication.withoutWebServer(Removing.class)) {
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);
            scheduler.schedule(() -> {}, Instant.now().plusSeconds(3600)).cancel(false);
            assertThat(scheduler.getScheduledThreadPoolExecutor().getQueue()).isEmpty();
        }
    }

    @Test
    void aSchedulerThatIsExcludedStillRemovesCancelledTasks() {
        try (var application =
                RunningApplication.withoutWebServer(Removing.class, "alsx.executors.exclude=scheduler")) {
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);
            scheduler.schedule(() -> {}, Instant.now().plusSeconds(3600)).cancel(false);
            assertThat(scheduler.getScheduledThreadPoolExecutor().getQueue()).isEmpty();
        }
    }

    @Test
    void anExecutorWithADecoratorThatCannotBeSetStillStarts() {
        try (var application = RunningApplication.withoutWebServer(WithoutSetter.class)) {
            assertThat(application.bean(OwnExecutor.class)).isNotNull();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Removing {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setRemoveOnCancelPolicy(true);
            return scheduler;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class WithoutSetter {

        @Bean
        OwnExecutor executor() {
            return new OwnExecutor(task -> task);
        }
    }

    static final class OwnExecutor implements Executor {

        private final TaskDecorator taskDecorator;

        OwnExecutor(TaskDecorator taskDecorator) {
            this.taskDecorator = taskDecorator;
        }

        @Override
        public void execute(Runnable task) {
            new Thread(taskDecorator.decorate(task)).start();
        }
    }
}
