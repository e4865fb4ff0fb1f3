// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.hop.ExecutorPostProcessor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.config.TaskExecutorFactoryBean;

/** Executors that a factory bean makes, as that of {@code <task:executor>}. */
class FactoryBeanExecutorTest {

    @Test
    void carry() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Factory.class)) {
            assertThat(application.context().getBean("made")).isExactlyInstanceOf(ThreadPoolTaskExecutor.class);
            assertThat(seenOn(application, "made")).isEqualTo("u");
            assertThat(application.bean(ExecutorPostProcessor.class).executors())
                    .containsEntry("made", true);
        }
    }

    @Test
    void areLeftAloneWhereTheyAreExcluded() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Factory.class, "alsx.executors.exclude=made")) {
            assertThat(seenOn(application, "made")).isEqualTo("null");
            assertThat(application.bean(ExecutorPostProcessor.class).executors())
                    .containsEntry("made", false);
        }
    }

    /** A proxy for a scope is made by a factory bean as well, before there is anything behind it. */
    @Test
    void areNotLookedForBehindTheProxyOfAScope() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Scoped.class)) {
            assertThat(AopUtils.isAopProxy(application.context().getBean("scoped")))
                    .isTrue();
            assertThat(application.bean(ExecutorPostProcessor.class).executors())
                    .doesNotContainKey("scoped");
            assertThat(seenOn(application, "scoped")).isEqualTo("u");
        }
    }

    @Test
    void areLeftAloneBehindTheProxyOfAScopeThatIsExcluded() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Scoped.class, "alsx.executors.exclude=scoped")) {
            assertThat(seenOn(application, "scoped")).isEqualTo("null");
        }
    }

    private static String seenOn(RunningApplication application, String name) throws Exception {
        Executor executor = application.bean(name, Executor.class);
        CompletableFuture<String> seen = new CompletableFuture<>();
        USER.run("u", () -> executor.execute(() -> seen.complete("" + USER.getStore())));
        return seen.get(20, TimeUnit.SECONDS);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Factory {

        @Bean
        static TaskExecutorFactoryBean made() {
            return new TaskExecutorFactoryBean();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Scoped {

        /** With threads that end by themselves, as nobody closes a prototype. */
        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        ThreadPoolTaskExecutor scoped() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setDaemon(true);
            return executor;
        }
    }
}
