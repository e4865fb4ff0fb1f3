// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.spring.hop.ExecutorPostProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    class OfThreadsThatRemovesCancelledTasks extends Contract {

        OfThreadsThatRemovesCancelledTasks() {
            super(RemovingScheduler.class);
        }
    }

    @Nested
    class OfAThreadForEachTask extends Contract {

        OfAThreadForEachTask() {
            super(ThreadPerTaskScheduler.class);
        }

        @Test
        void staysWhatItIs() {
            assertThat(scheduler)
                    .isExactlyInstanceOf(SimpleAsyncTaskScheduler.class)
                    .isSameAs(ThreadPerTaskScheduler.made);
            assertThat(application.bean(ExecutorPostProcessor.class).executors())
                    .containsEntry("scheduler", true);
        }

        @Test
        void showsTheStoreToItsOwnDecorator() throws Exception {
            ThreadPerTaskScheduler.SEEN_BY_DECORATOR.clear();
            USER.run("u", () -> scheduler.schedule(() -> {}, Instant.now()));
            await().atMost(Duration.ofSeconds(20)).until(() -> ThreadPerTaskScheduler.SEEN_BY_DECORATOR.contains("u"));
        }
    }

    @Nested
    class OfAThreadForEachTaskWithAnExecutorBehindIt extends Contract {

        OfAThreadForEachTaskWithAnExecutorBehindIt() {
            super(TargetedScheduler.class);
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class OfAVirtualThreadForEachTask extends Contract {

        OfAVirtualThreadForEachTask() {
            super(VirtualThreadPerTaskScheduler.class);
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

    @ParameterizedTest
    @ValueSource(classes = {ConcurrentScheduler.class, RemovingScheduler.class, ThreadPerTaskScheduler.class})
    void showsPeriodicTasksTheContextOfTheSchedulingWhereToldSo(Class<?> source) throws Exception {
        try (var application = RunningApplication.withoutWebServer(source, "alsx.scheduling.periodic-tasks=capture")) {
            TaskScheduler scheduler = application.context().getBean("scheduler", TaskScheduler.class);
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            Runnable task = () -> seen.add("" + USER.getStore());
            List<@Nullable ScheduledFuture<?>> scheduled = new ArrayList<>();
            USER.run("u", () -> {
                scheduled.add(scheduler.scheduleAtFixedRate(task, Duration.ofMillis(10)));
                scheduled.add(scheduler.scheduleWithFixedDelay(task, Duration.ofMillis(10)));
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
            assertThat(handler.next("once")).isEqualTo("once u");
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
                        throw new IllegalStateException("again");
                    })));
            for (int i = 0; i < 3; i++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
                assertThat(handler.next("again")).isEqualTo("again null");
            }
            scheduled.cancel(false);
        }
    }

    static final class Recording implements ErrorHandler {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Override
        public void handleError(Throwable error) {
            seen.add(error.getMessage() + " " + USER.getStore());
        }

        /** The next one of that message: a run may still be going on when its task is cancelled. */
        @Nullable
        String next(String message) throws InterruptedException {
            String next = seen.poll(20, TimeUnit.SECONDS);
            while (next != null && !next.startsWith(message)) {
                next = seen.poll(20, TimeUnit.SECONDS);
            }
            return next;
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

    static class RemovingScheduler extends Base {

        @Bean
        ThreadPoolTaskScheduler scheduler(Recording handler) {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setErrorHandler(handler);
            scheduler.setRemoveOnCancelPolicy(true);
            return scheduler;
        }
    }

    static class ThreadPerTaskScheduler extends Base {

        static final Queue<String> SEEN_BY_DECORATOR = new ConcurrentLinkedQueue<>();

        static volatile @Nullable SimpleAsyncTaskScheduler made;

        @Bean
        SimpleAsyncTaskScheduler scheduler(Recording handler) {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setErrorHandler(handler);
            scheduler.setTaskDecorator(task -> () -> {
                SEEN_BY_DECORATOR.add("" + USER.getStore());
                task.run();
            });
            made = scheduler;
            return scheduler;
        }
    }

    static class TargetedScheduler extends Base {

        @Bean
        SimpleAsyncTaskScheduler scheduler(Recording handler) {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setErrorHandler(handler);
            scheduler.setTargetTaskExecutor(Runnable::run);
            return scheduler;
        }
    }

    static class VirtualThreadPerTaskScheduler extends Base {

        @Bean
        SimpleAsyncTaskScheduler scheduler(Recording handler) {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setErrorHandler(handler);
            scheduler.setVirtualThreads(true);
            return scheduler;
        }
    }

    static class VirtualScheduler extends Base {

        @Bean
        SimpleAsyncTaskSchedulerCustomizer withErrorHandler(Recording handler) {
            return scheduler -> scheduler.setErrorHandler(handler);
        }
    }
}
