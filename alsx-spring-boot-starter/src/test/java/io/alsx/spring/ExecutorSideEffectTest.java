// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.Scope;
import io.alsx.spring.hop.ExecutorPostProcessor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What an application set up itself goes on as it did. */
class ExecutorSideEffectTest {

    @ParameterizedTest
    @ValueSource(classes = {Removing.class, Initialized.class, Proxied.class})
    void aSchedulerThatCarriesStillRemovesCancelledTasks(Class<?> source) throws Exception {
        try (var application = RunningApplication.withoutWebServer(source)) {
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);
            BlockingQueue<Runnable> queue =
                    scheduler.getScheduledThreadPoolExecutor().getQueue();
            List<@Nullable ScheduledFuture<?>> futures = new ArrayList<>();
            USER.run("u", () -> {
                futures.add(scheduler.schedule(() -> {}, inAnHour()));
                futures.add(scheduler.scheduleAtFixedRate(() -> {}, inAnHour(), Duration.ofHours(1)));
                futures.add(scheduler.scheduleWithFixedDelay(() -> {}, inAnHour(), Duration.ofHours(1)));
                futures.add(scheduler.schedule(() -> {}, trigger -> inAnHour()));
            });
            assertThat(queue).hasSize(4);
            futures.forEach(future -> Objects.requireNonNull(future).cancel(false));
            assertThat(queue).isEmpty();
            CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
            USER.run("u", () -> scheduler.schedule(() -> seen.complete(USER.getStore()), Instant.now()));
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("u");
            assertThat(application.bean(ExecutorPostProcessor.class).executors())
                    .containsEntry("scheduler", true);
        }
    }

    @Test
    void aSchedulerThatRemovesCancelledTasksCarriesWhateverIsSubmitted() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Removing.class)) {
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);
            Callable<@Nullable String> reading = USER::getStore;
            Callable<String> failing = () -> {
                throw new IOException("from " + USER.getStore());
            };
            try (Scope scope = USER.withScope("u")) {
                assertThat(scheduler.submit(reading).get(20, TimeUnit.SECONDS)).isEqualTo("u");
                assertThat(scheduler.submitCompletable(reading).get(20, TimeUnit.SECONDS))
                        .isEqualTo("u");
                ScheduledExecutorService inner = scheduler.getScheduledExecutor();
                assertThat(inner.invokeAll(List.of(reading)).get(0).get()).isEqualTo("u");
                assertThat(inner.invokeAny(List.of(reading))).isEqualTo("u");
                assertThatThrownBy(() -> inner.submit(failing).get(20, TimeUnit.SECONDS))
                        .hasCauseExactlyInstanceOf(IOException.class)
                        .hasRootCauseMessage("from u");
            }
        }
    }

    @Test
    void aSchedulerThatRemovesCancelledTasksIsStillTheOneThatWasSetUp() {
        try (var application = RunningApplication.withoutWebServer(Removing.class)) {
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);
            ScheduledThreadPoolExecutor executor = scheduler.getScheduledThreadPoolExecutor();
            assertThat(executor.getCorePoolSize()).isEqualTo(2);
            scheduler.setPoolSize(3);
            assertThat(executor.getCorePoolSize()).isEqualTo(3);
            assertThat(executor.prestartAllCoreThreads()).isEqualTo(3);
            assertThat(scheduler.getPoolSize()).isEqualTo(3);
            scheduler.setRemoveOnCancelPolicy(false);
            assertThat(executor.getRemoveOnCancelPolicy()).isFalse();
            scheduler.shutdown();
            assertThat(executor.isShutdown()).isTrue();
            assertThatThrownBy(() -> scheduler.schedule(() -> {}, Instant.now()))
                    .isInstanceOf(TaskRejectedException.class);
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

    private static Instant inAnHour() {
        return Instant.now().plusSeconds(3600);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Removing {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setRemoveOnCancelPolicy(true);
            scheduler.setPoolSize(2);
            return scheduler;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Initialized {

        @Bean
        TaskScheduler scheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.initialize();
            scheduler.setRemoveOnCancelPolicy(true);
            return scheduler;
        }
    }

    /** By a post-processor that comes first, so that there is a proxy when ours sees the bean. */
    static class Proxied extends Removing {

        @Bean
        static BeanPostProcessor proxying() {
            return new ProxyingPostProcessor();
        }
    }

    static final class ProxyingPostProcessor implements BeanPostProcessor, Ordered {

        @Override
        public int getOrder() {
            return 0;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            return beanName.equals("scheduler") ? proxyOf(bean) : bean;
        }

        private static Object proxyOf(Object bean) {
            ProxyFactory factory = new ProxyFactory(bean);
            factory.setProxyTargetClass(true);
            return factory.getProxy();
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
