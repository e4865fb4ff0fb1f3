// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Tasks that an executor turns away. */
class RejectedTaskTest {

    @Test
    void runsARejectedTaskOfTheCallerInTheCallersContext() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Tiny.class)) {
            ThreadPoolTaskExecutor executor = application.context().getBean("callerRuns", ThreadPoolTaskExecutor.class);
            CountDownLatch end = occupy(executor);
            USER.run("u", () -> {
                AtomicReference<@Nullable String> seen = new AtomicReference<>();
                executor.execute(() -> {
                    seen.set(USER.getStore() + " " + Thread.currentThread().getName());
                    USER.enterWith("left");
                });
                assertThat(seen).hasValue("u " + Thread.currentThread().getName());
                assertThat(USER.getStore()).isEqualTo("u");
                assertThatThrownBy(() -> executor.getThreadPoolExecutor().execute(() -> {
                            USER.enterWith("left");
                            throw new IllegalStateException("thrown in a task");
                        }))
                        .isInstanceOf(IllegalStateException.class);
                assertThat(USER.getStore()).isEqualTo("u");
            });
            end.countDown();
        }
    }

    @Test
    void tellsTheCallerOfARejectedTaskAndChangesNothing() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Tiny.class)) {
            ThreadPoolTaskExecutor executor = application.context().getBean("rejecting", ThreadPoolTaskExecutor.class);
            CountDownLatch end = occupy(executor);
            USER.run("u", () -> {
                assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(TaskRejectedException.class);
                assertThatThrownBy(() -> executor.submit(() -> "")).isInstanceOf(TaskRejectedException.class);
                assertThat(USER.getStore()).isEqualTo("u");
            });
            end.countDown();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(TaskRejectedException.class)
                    .until(
                            () -> executor.submit(() -> String.valueOf(USER.getStore()))
                                    .get(),
                            "null"::equals);
        }
    }

    /** Fills the only thread until the latch that comes back is down. */
    private static CountDownLatch occupy(ThreadPoolTaskExecutor executor) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            try {
                end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        return end;
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Tiny {

        @Bean
        ThreadPoolTaskExecutor callerRuns() {
            ThreadPoolTaskExecutor executor = tiny();
            executor.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
            return executor;
        }

        @Bean
        ThreadPoolTaskExecutor rejecting() {
            return tiny();
        }

        private static ThreadPoolTaskExecutor tiny() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setMaxPoolSize(1);
            executor.setQueueCapacity(0);
            return executor;
        }
    }
}
