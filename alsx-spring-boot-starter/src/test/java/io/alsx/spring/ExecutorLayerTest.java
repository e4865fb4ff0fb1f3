// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.ContextExecutors;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Executors that others wrap, decorate, exchange or choose as well. */
class ExecutorLayerTest {

    @Test
    void carriesIntoAsyncMethodsThoughAWrapperForMetricsCameFirst() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Measuring.class)) {
            assertThat(application.context().getBean("measured")).isInstanceOf(Measured.class);
            Worker worker = application.bean(Worker.class);
            assertThat(USER.run("u", () -> worker.measured()).get(20, TimeUnit.SECONDS))
                    .isEqualTo("u");
        }
    }

    @Test
    void carriesThoughTheExecutorInsideIsExchangedLater() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Layers.class)) {
            ConcurrentTaskExecutor executor = application.bean(ConcurrentTaskExecutor.class);
            var late = Executors.newSingleThreadExecutor();
            executor.setConcurrentExecutor(late);
            assertThat(seenOn(executor)).isEqualTo("u");
            late.shutdown();
        }
    }

    @Test
    void carriesOneContextThroughADecoratorOfMicrometersAndAWrapperOfTheCore() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Layers.class)) {
            ThreadPoolTaskExecutor executor = application.bean(ThreadPoolTaskExecutor.class);
            assertThat(seenOn(executor)).isEqualTo("u");
            assertThat(seenOn(ContextExecutors.propagating((Executor) executor)))
                    .isEqualTo("u");
            CompletableFuture<@Nullable String> afterwards = new CompletableFuture<>();
            executor.execute(() -> afterwards.complete(USER.getStore()));
            assertThat(afterwards.get(20, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void leavesAnApplicationWithSchedulingTheExecutorsToChooseFromThatItHasWithoutUs() {
        try (var with = RunningApplication.withoutWebServer(Scheduling.class);
                var without = RunningApplication.withoutWebServer(Scheduling.class, "alsx.enabled=false")) {
            for (Class<?> type : new Class<?>[] {Executor.class, TaskExecutor.class, TaskScheduler.class}) {
                assertThat(with.context().getBeanNamesForType(type))
                        .isEqualTo(without.context().getBeanNamesForType(type));
            }
            assertThat(with.context().getBeanProvider(AsyncTaskExecutor.class).getIfUnique() == null)
                    .isEqualTo(without.context()
                                    .getBeanProvider(AsyncTaskExecutor.class)
                                    .getIfUnique()
                            == null);
            assertThat(with.bean(TaskScheduler.class)).isNotNull();
        }
    }

    /** Which is made anew, to carry the context. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void leavesTheSchedulerForVirtualThreadsWhatAPostProcessorHasSet() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Handling.class, "spring.threads.virtual.enabled=true")) {
            USER.run(
                    "u",
                    () -> application
                            .bean(TaskScheduler.class)
                            .schedule(
                                    () -> {
                                        throw new IllegalStateException("failed");
                                    },
                                    Instant.now()));
            assertThat(HandlingPostProcessor.HANDLED.poll(20, TimeUnit.SECONDS)).isEqualTo("failed u");
        }
    }

    private static @Nullable String seenOn(Executor executor) throws Exception {
        CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
        USER.run("u", () -> executor.execute(() -> seen.complete(USER.getStore())));
        return seen.get(20, TimeUnit.SECONDS);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @EnableScheduling
    static class Scheduling {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Layers {

        @Bean
        ConcurrentTaskExecutor concurrent() {
            return new ConcurrentTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
            return executor;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class Measuring {

        @Bean
        Executor measured() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        static MeasuringPostProcessor measuring() {
            return new MeasuringPostProcessor();
        }
    }

    static class Handling extends Scheduling {

        @Bean
        static HandlingPostProcessor handling() {
            return new HandlingPostProcessor();
        }
    }

    static final class HandlingPostProcessor implements BeanPostProcessor, Ordered {

        static final BlockingQueue<String> HANDLED = new LinkedBlockingQueue<>();

        @Override
        public int getOrder() {
            return 0;
        }

        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            if (bean instanceof SimpleAsyncTaskScheduler scheduler) {
                scheduler.setErrorHandler(error -> HANDLED.add(error.getMessage() + " " + USER.getStore()));
            }
            return bean;
        }
    }

    static final class MeasuringPostProcessor implements BeanPostProcessor, Ordered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            if (beanName.equals("measured") && bean instanceof ThreadPoolTaskExecutor executor) {
                executor.initialize();
                return new Measured(executor);
            }
            return bean;
        }
    }

    record Measured(Executor executor) implements Executor {

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }
    }

    static class Worker {

        @Async("measured")
        CompletableFuture<@Nullable String> measured() {
            return CompletableFuture.completedFuture(USER.getStore());
        }
    }
}
