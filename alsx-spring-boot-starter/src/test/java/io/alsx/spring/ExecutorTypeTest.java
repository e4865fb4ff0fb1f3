// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.ContextExecutors;
import io.alsx.spring.hop.ExecutorPostProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Executors stay what they are: the same objects, of the same types, with the state that they had. */
@ExtendWith(OutputCaptureExtension.class)
class ExecutorTypeTest {

    private static RunningApplication application;

    private static String startup = "";

    @BeforeAll
    static void start(CapturedOutput output) {
        application = RunningApplication.withoutWebServer(ManyExecutors.class);
        startup = output.getAll();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void canBeInjectedAsWhatTheyAre() {
        Injected injected = application.bean(Injected.class);
        assertThat(injected.service).isExactlyInstanceOf(ThreadPoolExecutor.class);
        assertThat(injected.scheduled).isExactlyInstanceOf(ScheduledThreadPoolExecutor.class);
        assertThat(injected.forkJoin).isExactlyInstanceOf(ForkJoinPool.class);
        assertThat(injected.hidden.getClass().getName()).startsWith("java.util.concurrent.Executors$");
        assertThat(injected.spring).isExactlyInstanceOf(ThreadPoolTaskExecutor.class);
        assertThat(injected.own).isExactlyInstanceOf(OwnExecutor.class);
    }

    @Test
    void areNoCopies() {
        assertThat(OwnExecutor.made).hasValue(1);
        assertThat(application.bean(OwnExecutor.class).state()).isEqualTo("made by its constructor");
        application
                .context()
                .getBeansOfType(Executor.class)
                .forEach((name, executor) ->
                        assertThat(AopUtils.isAopProxy(executor)).as(name).isFalse());
    }

    @Test
    void runFinalMethodsOnTheRealObject() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        application.bean(OwnExecutor.class).execute(() -> seen.complete("ran"));
        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("ran");
    }

    @Test
    void areNotMadeTooEarly() {
        assertThat(startup)
                .contains("alsx:")
                .doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
    }

    @Test
    void areJoinedByNoneOfOurs() {
        for (Class<?> type : List.of(Executor.class, TaskScheduler.class, AsyncConfigurer.class)) {
            assertThat(application.context().getBeansOfType(type).values())
                    .noneMatch(bean -> bean.getClass().getName().startsWith("io.alsx.spring.hop")
                            || bean.getClass().getName().startsWith("io.alsx.spring.boot"));
        }
    }

    @Test
    void areDecoratedOnceUnderSeveralNames() throws Exception {
        Executor executor = application.context().getBean("alias", Executor.class);
        CompletableFuture<Integer> frames = new CompletableFuture<>();
        executor.execute(() -> frames.complete((int) Arrays.stream(new Throwable().getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.alsx.ContextTask"))
                .count()));
        assertThat(frames.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(executor).isSameAs(application.bean(ThreadPoolTaskExecutor.class));
    }

    @Test
    void carryIntoAsyncMethodsThoughAnotherPostProcessorTookTheDecoratorAway() throws Exception {
        Worker worker = application.bean(Worker.class);
        assertThat(USER.run("u", () -> worker.stripped()).get(20, TimeUnit.SECONDS))
                .isEqualTo("u");
    }

    @Test
    void areListedWithWhetherTheyCarry() {
        assertThat(application.bean(ExecutorPostProcessor.class).executors())
                .containsEntry("pool", true)
                .containsEntry("propagating", true)
                .containsEntry("threads", false)
                .containsEntry("scheduled", false)
                .containsEntry("own", false)
                .doesNotContainKey("alias");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Injected.class, Worker.class})
    static class ManyExecutors {

        @Bean(name = {"pool", "alias"})
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolExecutor threads() {
            return (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        }

        @Bean
        ScheduledThreadPoolExecutor scheduled() {
            return new ScheduledThreadPoolExecutor(1);
        }

        @Bean
        ForkJoinPool forkJoin() {
            return new ForkJoinPool(1);
        }

        @Bean
        ExecutorService hidden() {
            return Executors.unconfigurableExecutorService(Executors.newSingleThreadExecutor());
        }

        @Bean
        ExecutorService propagating() {
            return ContextExecutors.propagating(Executors.newSingleThreadExecutor());
        }

        @Bean
        OwnExecutor own() {
            return new OwnExecutor();
        }

        @Bean
        SimpleAsyncTaskExecutor stripped() {
            return new SimpleAsyncTaskExecutor();
        }

        /** As a library's for metrics, say, that comes after ours and knows only of itself. */
        @Bean
        static BeanPostProcessor stripping() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String beanName) {
                    if (beanName.equals("stripped")) {
                        ((SimpleAsyncTaskExecutor) bean).setTaskDecorator(task -> task);
                    }
                    return bean;
                }
            };
        }
    }

    /** A class, and methods, of which there can be no subclass. */
    static final class OwnExecutor implements Executor {

        static final AtomicInteger made = new AtomicInteger();

        private final String state;

        OwnExecutor() {
            made.incrementAndGet();
            this.state = "made by its constructor";
        }

        @Override
        public void execute(Runnable task) {
            assertThat(state).isNotNull();
            new Thread(task).start();
        }

        String state() {
            return state;
        }
    }

    static class Injected {

        final ThreadPoolExecutor service;

        final ScheduledExecutorService scheduled;

        final ForkJoinPool forkJoin;

        final ExecutorService hidden;

        final ThreadPoolTaskExecutor spring;

        final OwnExecutor own;

        Injected(
                @Qualifier("threads") ThreadPoolExecutor service,
                ScheduledExecutorService scheduled,
                ForkJoinPool forkJoin,
                @Qualifier("hidden") ExecutorService hidden,
                @Qualifier("pool") ThreadPoolTaskExecutor spring,
                OwnExecutor own) {
            this.service = service;
            this.scheduled = scheduled;
            this.forkJoin = forkJoin;
            this.hidden = hidden;
            this.spring = spring;
            this.own = own;
        }
    }

    static class Worker {

        @Async("stripped")
        CompletableFuture<@Nullable String> stripped() {
            return CompletableFuture.completedFuture(USER.getStore());
        }
    }
}
