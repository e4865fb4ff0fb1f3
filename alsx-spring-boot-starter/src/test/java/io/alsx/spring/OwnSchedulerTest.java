// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ErrorHandler;

/** Schedulers that an application defines, or changes, itself: whose context a run sees, and its error handler. */
class OwnSchedulerTest {

    @Nested
    class OfThreads extends Contract {

        OfThreads() {
            super(PoolScheduler.class);
        }
    }

    @Nested
    class OfAnExecutorOfTheJdk extends Contract {

        OfAnExecutorOfTheJdk() {
            super(ConcurrentScheduler.class);
        }

        @Test
        void stillRemovesCancelledTasks() {
            ScheduledThreadPoolExecutor executor = application.bean(ScheduledThreadPoolExecutor.class);
            int before = executor.getQueue().size();
            ScheduledFuture<?> future = USER.run(
                    "u", () -> scheduler.schedule(() -> {}, Instant.now().plusSeconds(3600)));
            assertThat(executor.getQueue()).hasSize(before + 1);
            future.cancel(false);
            assertThat(executor.getQueue()).hasSize(before);
        }

        @Test
        void staysWhatItIs() {
            assertThat(scheduler).isExactlyInstanceOf(ConcurrentTaskScheduler.class);
            assertThat(application.context().getBean("executor"))
                    .isExactlyInstanceOf(ScheduledThreadPoolExecutor.class);
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class OfVirtualThreads extends Contract {

        OfVirtualThreads() {
            super(VirtualScheduler.class, "spring.threads.virtual.enabled=true");
        }
    }

    @Test
    void leavesAnExcludedOneAlone() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(ConcurrentScheduler.class, "alsx.executors.exclude=scheduler")) {
            TaskScheduler scheduler = application.context().getBean("scheduler", TaskScheduler.class);
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            USER.run("u", () -> scheduler.schedule(() -> seen.add("" + USER.getStore()), Instant.now()));
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
        }
    }

    /** It asks its decorator only when the time of a task has come, on a thread that has no context. */
    @Test
    void leavesOneWithAThreadForEachTaskAsItIs() throws Exception {
        try (var application = RunningApplication.withoutWebServer(ThreadPerTaskScheduler.class)) {
            SimpleAsyncTaskScheduler scheduler = application.bean(SimpleAsyncTaskScheduler.class);
            assertThat(scheduler).isExactlyInstanceOf(SimpleAsyncTaskScheduler.class);
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            Runnable task = () -> seen.add("" + USER.getStore());
            USER.run("u", () -> scheduler.execute(task));
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("u");
            USER.run("u", () -> scheduler.schedule(task, Instant.now()));
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
            USER.run("u", () -> scheduler.schedule(AsyncLocalStorage.bind(task), Instant.now()));
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("u");
        }
    }

    @Test
    void showsPeriodicTasksTheContextOfTheSchedulingWhereToldSo() throws Exception {
        try (var application = RunningApplication.withoutWebServer(
                ConcurrentScheduler.class, "alsx.scheduling.periodic-tasks=capture")) {
            TaskScheduler scheduler = application.context().getBean("scheduler", TaskScheduler.class);
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            Runnable task = () -> seen.add("" + USER.getStore());
            List<@Nullable ScheduledFuture<?>> scheduled = new ArrayList<>();
            USER.run("u", () -> {
                scheduled.add(scheduler.scheduleAtFixedRate(task, Duration.ofMillis(10)));
                scheduled.add(scheduler.schedule(task, trigger -> Instant.now().plusMillis(10)));
            });
            for (int i = 0; i < 6; i++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("u");
            }
            scheduled.forEach(future -> Objects.requireNonNull(future).cancel(false));
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Contract {

        private final Class<?> source;

        private final String[] properties;

        RunningApplication application;

        TaskScheduler scheduler;

        Contract(Class<?> source, String... properties) {
            this.source = source;
            this.properties = properties;
        }

        @BeforeAll
        void start() {
            application = RunningApplication.withoutWebServer(source, properties);
            scheduler = application.bean(TaskScheduler.class);
        }

        @AfterAll
        void stop() {
            application.close();
        }

        @Test
        @Surface("Scheduling: schedulers of the application, once, and the error handler")
        void carriesIntoATaskThatIsScheduledOnceAndItsErrorHandler() throws Exception {
            Recording handler = application.bean(Recording.class);
            handler.seen.clear();
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            USER.run(
                    "u",
                    () -> scheduler.schedule(
                            () -> {
                                seen.add("" + USER.getStore());
                                throw new IllegalStateException("once");
                            },
                            Instant.now().plusMillis(5)));
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("u");
            assertThat(handler.seen.poll(20, TimeUnit.SECONDS)).isEqualTo("u");
        }

        @Test
        void startsEachRunAtAFixedRateAndItsErrorHandlerFromEmpty() throws Exception {
            assertStartsEachRunFromEmpty(task -> scheduler.scheduleAtFixedRate(task, Duration.ofMillis(5)));
        }

        @Test
        void startsEachRunWithAFixedDelayAndItsErrorHandlerFromEmpty() throws Exception {
            assertStartsEachRunFromEmpty(task -> scheduler.scheduleWithFixedDelay(task, Duration.ofMillis(5)));
        }

        @Test
        @Surface("Scheduling: triggers, from empty")
        void startsEachRunWithATriggerAndItsErrorHandlerFromEmpty() throws Exception {
            assertStartsEachRunFromEmpty(
                    task -> scheduler.schedule(task, trigger -> Instant.now().plusMillis(5)));
        }

        private void assertStartsEachRunFromEmpty(Function<Runnable, @Nullable ScheduledFuture<?>> way)
                throws Exception {
            Recording handler = application.bean(Recording.class);
            handler.seen.clear();
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            ScheduledFuture<?> scheduled = Objects.requireNonNull(USER.run(
                    "u",
                    () -> way.apply(() -> {
                        seen.add("" + USER.getStore());
                        throw new IllegalStateException("again and again");
                    })));
            for (int i = 0; i < 3; i++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
                assertThat(handler.seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
            }
            scheduled.cancel(false);
        }
    }

    static final class Recording implements ErrorHandler {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Override
        public void handleError(Throwable error) {
            seen.add("" + USER.getStore());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableScheduling
    static class Base {

        @Bean
        Recording recording() {
            return new Recording();
        }
    }

    static class PoolScheduler extends Base {

        @Bean
        ThreadPoolTaskScheduler scheduler(Recording handler) {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setErrorHandler(handler);
            return scheduler;
        }
    }

    static class ConcurrentScheduler extends Base {

        @Bean
        ScheduledThreadPoolExecutor executor() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
            executor.setRemoveOnCancelPolicy(true);
            return executor;
        }

        @Bean
        ConcurrentTaskScheduler scheduler(ScheduledThreadPoolExecutor executor, Recording handler) {
            ConcurrentTaskScheduler scheduler = new ConcurrentTaskScheduler(executor);
            scheduler.setErrorHandler(handler);
            return scheduler;
        }
    }

    static class ThreadPerTaskScheduler extends Base {

        @Bean
        SimpleAsyncTaskScheduler scheduler() {
            return new SimpleAsyncTaskScheduler();
        }
    }

    static class VirtualScheduler extends Base {

        @Bean
        SimpleAsyncTaskSchedulerCustomizer withErrorHandler(Recording handler) {
            return scheduler -> scheduler.setErrorHandler(handler);
        }
    }
}
