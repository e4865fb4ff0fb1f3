// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Which executor runs what where an application has executors of its own beside Spring Boot's. */
class ExecutorSurfacesTest {

    private static final String FORCE = "spring.task.execution.mode=force";

    @Test
    @Surface("Executors: `spring.task.execution.mode=force` beside a pool")
    void forcedBesideAPool() throws Exception {
        assertCarries(OwnPool.class, FORCE);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Executors: `spring.task.execution.mode=force` beside a pool")
    void forcedBesideAPoolOnVirtualThreads() throws Exception {
        assertCarries(OwnPool.class, FORCE, "spring.threads.virtual.enabled=true");
    }

    @Test
    @Surface(value = "Executors: a pool of Spring Boot's `ThreadPoolTaskExecutorBuilder`", virtual = false)
    void poolOfSpringBootsBuilder() throws Exception {
        assertCarries(BuiltPool.class);
    }

    private static void assertCarries(Class<?> source, String... properties) throws Exception {
        try (var application = RunningApplication.withoutWebServer(source, properties)) {
            Work work = application.bean(Work.class);
            assertThat(USER.run("u", work::plain).get(20, TimeUnit.SECONDS)).isEqualTo("u");
            assertThat(USER.run("v", work::onPool).get(20, TimeUnit.SECONDS)).isEqualTo("v");
        }
    }

    static class Work {

        @Async
        public CompletableFuture<@Nullable String> plain() {
            return CompletableFuture.completedFuture(USER.getStore());
        }

        @Async("pool")
        public CompletableFuture<@Nullable String> onPool() {
            return CompletableFuture.completedFuture(USER.getStore());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Work.class)
    static class OwnPool {

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Work.class)
    static class BuiltPool {

        @Bean
        ThreadPoolTaskExecutor pool(ThreadPoolTaskExecutorBuilder builder) {
            return builder.corePoolSize(1).build();
        }
    }
}
