// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Executors that an application defines itself. */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("FutureReturnValueIgnored") // what a task did is told by its effects
class ExecutorBeanTest {

    @Test
    @Surface(
            value =
                    "Executors: beans: `ThreadPoolTaskExecutor`, `SimpleAsyncTaskExecutor`, `ConcurrentTaskExecutor`, `TaskExecutorAdapter`",
            virtual = false)
    void carriesThroughEachKindOfExecutorOfTheApplication(CapturedOutput output) throws Exception {
        try (var application = RunningApplication.withoutWebServer(OwnExecutors.class)) {
            for (String name : List.of("pool", "simple", "adapter", "concurrent", "initialized", "proxied")) {
                Executor executor = application.context().getBean(name, Executor.class);
                assertThat(seen(executor::execute)).as(name).isEqualTo("u");
            }
            assertThat(application.context().getBean("pool")).isExactlyInstanceOf(ThreadPoolTaskExecutor.class);
            Worker worker = application.bean(Worker.class);
            assertThat(USER.run("u", () -> worker.onPool()).get(60, TimeUnit.SECONDS))
                    .isEqualTo("u");
        }
        assertThat(output.getAll()).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
    }

    @Test
    void leavesExcludedExecutorsAlone() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(OwnExecutors.class, "alsx.executors.exclude=po*,*ple")) {
            for (String name : List.of("pool", "simple")) {
                Executor executor = application.context().getBean(name, Executor.class);
                assertThat(seen(executor::execute)).as(name).isNull();
            }
            assertThat(seen(application.context().getBean("adapter", Executor.class)::execute))
                    .isEqualTo("u");
        }
        try (var application =
                RunningApplication.withoutWebServer(OwnExecutors.class, "alsx.executors.enabled=false")) {
            assertThat(seen(application.context().getBean("pool", Executor.class)::execute))
                    .isNull();
        }
    }

    @Test
    @Surface(value = "Executors: an `AsyncConfigurer`'s executor that is a bean", virtual = false)
    void carriesThroughTheExecutorOfAnAsyncConfigurerThatIsABean() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Configurer.class)) {
            Worker worker = application.bean(Worker.class);
            assertThat(USER.run("u", () -> worker.onDefault()).get(60, TimeUnit.SECONDS))
                    .isEqualTo("u own-1");
        }
    }

    @Test
    @Surface("Scheduling: periodic tasks with `alsx.scheduling.periodic-tasks=capture`")
    void showsPeriodicTasksTheContextOfTheSchedulingWhereToldSo() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(TaskApplication.class, "alsx.scheduling.periodic-tasks=capture")) {
            assertPeriodicTasksSee("u", application.context().getBean(TaskScheduler.class));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Scheduling: periodic tasks with `alsx.scheduling.periodic-tasks=capture`")
    void showsPeriodicTasksOnVirtualThreadsTheContextOfTheSchedulingWhereToldSo() throws Exception {
        try (var application = RunningApplication.withoutWebServer(
                TaskApplication.class,
                "spring.threads.virtual.enabled=true",
                "alsx.scheduling.periodic-tasks=capture")) {
            assertPeriodicTasksSee("u", application.context().getBean(TaskScheduler.class));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shutsTheSchedulerOnVirtualThreadsDownWithTheApplication() throws Exception {
        SimpleAsyncTaskScheduler scheduler;
        CountDownLatch ran = new CountDownLatch(1);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        try (var application =
                RunningApplication.withoutWebServer(TaskApplication.class, "spring.threads.virtual.enabled=true")) {
            scheduler = application.bean(SimpleAsyncTaskScheduler.class);
            scheduler.scheduleWithFixedDelay(
                    () -> {
                        thread.complete(Thread.currentThread());
                        ran.countDown();
                    },
                    Duration.ofMillis(5));
            assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(scheduler.isRunning()).isTrue();
        }
        assertThat(scheduler.isRunning()).isFalse();
        assertThatThrownBy(() -> scheduler.schedule(() -> {}, Instant.now())).isInstanceOf(TaskRejectedException.class);
        Thread triggers = thread.get(60, TimeUnit.SECONDS);
        triggers.join(60_000);
        assertThat(triggers.isAlive()).isFalse();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void leavesAnExcludedSchedulerOnVirtualThreadsAlone() {
        try (var application = RunningApplication.withoutWebServer(
                TaskApplication.class, "spring.threads.virtual.enabled=true", "alsx.executors.exclude=taskScheduler")) {
            assertThat(application.bean(TaskScheduler.class)).isExactlyInstanceOf(SimpleAsyncTaskScheduler.class);
        }
    }

    @Test
    void hasNoEffectWhenOff() throws Exception {
        for (String property : List.of("alsx.enabled=false", "alsx.async.enabled=false")) {
            try (var application = RunningApplication.withoutWebServer(TaskApplication.class, property)) {
                Executor executor = application.context().getBean("applicationTaskExecutor", Executor.class);
                assertThat(seen(executor::execute)).isNull();
            }
        }
    }

    private static void assertPeriodicTasksSee(String expected, TaskScheduler scheduler) throws Exception {
        List<Consumer<Runnable>> ways = List.of(
                task -> scheduler.scheduleAtFixedRate(task, Duration.ofMinutes(1)),
                task -> scheduler.scheduleWithFixedDelay(task, Duration.ofMinutes(1)),
                task -> scheduler.schedule(
                        task,
                        trigger ->
                                trigger.lastCompletion() == null ? Instant.now().plusMillis(10) : null));
        for (Consumer<Runnable> way : ways) {
            assertThat(seen(way)).isEqualTo(expected);
        }
    }

    private static @Nullable String seen(Consumer<Runnable> way) throws Exception {
        CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
        USER.run("u", () -> way.accept(() -> seen.complete(USER.getStore())));
        return seen.get(60, TimeUnit.SECONDS);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class OwnExecutors {

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        SimpleAsyncTaskExecutor simple() {
            return new SimpleAsyncTaskExecutor();
        }

        @Bean
        TaskExecutorAdapter adapter() {
            return new TaskExecutorAdapter(Executors.newSingleThreadExecutor());
        }

        @Bean
        ConcurrentTaskExecutor concurrent() {
            return new ConcurrentTaskExecutor(Executors.newSingleThreadExecutor());
        }

        @Bean
        Executor initialized() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.initialize();
            return executor;
        }

        /** A subclass, as applications make to override something. */
        @Bean
        Executor proxied() {
            return new ThreadPoolTaskExecutor() {
                @Override
                public void execute(Runnable task) {
                    super.execute(task);
                }
            };
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class Configurer implements AsyncConfigurer {

        @Override
        public Executor getAsyncExecutor() {
            return pool();
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setThreadNamePrefix("own-");
            return executor;
        }
    }

    static class Worker {

        @Async("pool")
        CompletableFuture<@Nullable String> onPool() {
            return CompletableFuture.completedFuture(USER.getStore());
        }

        @Async
        CompletableFuture<String> onDefault() {
            return CompletableFuture.completedFuture(
                    USER.getStore() + " " + Thread.currentThread().getName());
        }
    }
}
