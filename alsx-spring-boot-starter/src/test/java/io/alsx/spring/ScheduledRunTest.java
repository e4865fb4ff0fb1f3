// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Methods with {@code @Scheduled}, whose threads, and whose runs before, leave a store behind. */
class ScheduledRunTest {

    private static final String VIRTUAL = "spring.threads.virtual.enabled=true";

    private static final String CAPTURE = "alsx.scheduling.periodic-tasks=capture";

    /** By their source and their property; all at once, for cron knows no less than a second. */
    private static final Map<List<Object>, RunningApplication> APPLICATIONS = new HashMap<>();

    @BeforeAll
    static void start() {
        for (Class<?> source :
                List.of(BootScheduler.class, Pool.class, RemovingPool.class, ThreadPerTask.class, Jdk.class)) {
            start(source, "");
            start(source, CAPTURE);
        }
        if (JRE.currentJre().compareTo(JRE.JAVA_21) >= 0) {
            start(BootScheduler.class, VIRTUAL);
        }
    }

    private static void start(Class<?> source, String property) {
        String[] properties = property.isEmpty() ? new String[0] : new String[] {property};
        APPLICATIONS.put(List.of(source, property), RunningApplication.withoutWebServer(source, properties));
    }

    @AfterAll
    static void stop() {
        APPLICATIONS.values().forEach(RunningApplication::close);
        APPLICATIONS.clear();
    }

    @ParameterizedTest
    @ValueSource(classes = {BootScheduler.class, Pool.class, RemovingPool.class, ThreadPerTask.class, Jdk.class})
    @Surface("Scheduling: `@Scheduled` on each kind of scheduler, with its error handler")
    void startsFromEmptyAndShowsItsContextToTheErrorHandler(Class<?> source) throws Exception {
        assertThatEachStartsFromEmpty(source, "");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Scheduling: `@Scheduled` on each kind of scheduler, with its error handler")
    void startsFromEmptyAndShowsItsContextToTheErrorHandlerOnVirtualThreads() throws Exception {
        assertThatEachStartsFromEmpty(BootScheduler.class, VIRTUAL);
    }

    /** Whether what a run enters itself reaches the error handler is not said; nothing else does. */
    private static void assertThatEachStartsFromEmpty(Class<?> source, String property) throws Exception {
        RunningApplication application = APPLICATIONS.get(List.of(source, property));
        Runs runs = Objects.requireNonNull(application).bean(Runs.class);
        for (String kind : new String[] {"rate", "delay", "cron"}) {
            for (int i = 0; i < 2; i++) {
                assertThat(runs.next(kind)).as(kind).isEqualTo("null");
                assertThat(runs.next("handler of " + kind)).as(kind).isIn("null", "left by " + kind);
            }
        }
    }

    /** The next run is scheduled by the one before. */
    @ParameterizedTest
    @ValueSource(classes = {BootScheduler.class, Pool.class, RemovingPool.class, ThreadPerTask.class, Jdk.class})
    void seesNothingOfTheRunBeforeWhereItCaptures(Class<?> source) throws Exception {
        assertThatEachStartsFromEmpty(source, CAPTURE);
    }

    /** Whoever enters one store puts back that one only. */
    @Test
    void leavesNothingOnASchedulerThatCarriesNothingAndWhoseDecoratorEntersAStore() throws Exception {
        try (RunningApplication application = RunningApplication.withoutWebServer(
                Entering.class, "alsx.executors.exclude=scheduler", "alsx.scheduling.store=true")) {
            Runs runs = application.bean(Runs.class);
            assertThat(runs.next("rate")).isEqualTo("null");
            ThreadPoolTaskScheduler scheduler = application.bean(ThreadPoolTaskScheduler.class);
            AsyncLocalStorage<?> requests = application.bean("requestStorage", AsyncLocalStorage.class);
            for (int i = 0; i < 10; i++) {
                assertThat(scheduler
                                .getScheduledExecutor()
                                .submit(() -> requests.getStore())
                                .get(20, TimeUnit.SECONDS))
                        .isNull();
            }
        }
    }

    static class Runs {

        private final Map<String, BlockingQueue<String>> seen = new ConcurrentHashMap<>();

        @Scheduled(fixedRate = 50)
        void rate() {
            run("rate");
        }

        @Scheduled(fixedDelay = 50)
        void delay() {
            run("delay");
        }

        @Scheduled(cron = "* * * * * *")
        void cron() {
            run("cron");
        }

        private void run(String kind) {
            at(kind).add("" + USER.getStore());
            USER.enterWith("left by " + kind);
            throw new IllegalStateException(kind);
        }

        void handle(Throwable error) {
            at("handler of " + error.getMessage()).add("" + USER.getStore());
        }

        String next(String kind) throws InterruptedException {
            return String.valueOf(at(kind).poll(60, TimeUnit.SECONDS));
        }

        private BlockingQueue<String> at(String kind) {
            return seen.computeIfAbsent(kind, missing -> new LinkedBlockingQueue<>());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableScheduling
    @Import(Runs.class)
    static class Base {

        static final ThreadFactory LEAVING = task -> new Thread(() -> {
            USER.enterWith("left by the thread");
            task.run();
        });
    }

    static class BootScheduler extends Base {

        @Bean
        ThreadPoolTaskSchedulerCustomizer pool(Runs runs) {
            return scheduler -> {
                scheduler.setThreadFactory(LEAVING);
                scheduler.setErrorHandler(runs::handle);
            };
        }

        @Bean
        SimpleAsyncTaskSchedulerCustomizer threads(Runs runs) {
            return scheduler -> scheduler.setErrorHandler(runs::handle);
        }
    }

    static class Pool extends Base {

        @Bean
        ThreadPoolTaskScheduler scheduler(Runs runs) {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setThreadFactory(LEAVING);
            scheduler.setErrorHandler(runs::handle);
            return scheduler;
        }
    }

    static class Entering extends Base {

        private static final AsyncLocalStorage<String> BATCH = AsyncLocalStorage.named("batch");

        @Bean
        ThreadPoolTaskScheduler scheduler(Runs runs) {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setTaskDecorator(task -> () -> BATCH.run("batch", task));
            scheduler.setErrorHandler(runs::handle);
            return scheduler;
        }
    }

    static class RemovingPool extends Base {

        @Bean
        ThreadPoolTaskScheduler scheduler(Runs runs) {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setThreadFactory(LEAVING);
            scheduler.setErrorHandler(runs::handle);
            scheduler.setRemoveOnCancelPolicy(true);
            return scheduler;
        }
    }

    static class ThreadPerTask extends Base {

        @Bean
        SimpleAsyncTaskScheduler scheduler(Runs runs) {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setThreadFactory(LEAVING);
            scheduler.setErrorHandler(runs::handle);
            return scheduler;
        }
    }

    static class Jdk extends Base {

        @Bean(destroyMethod = "shutdownNow")
        ScheduledExecutorService executor() {
            return Executors.newScheduledThreadPool(1, LEAVING);
        }

        @Bean
        ConcurrentTaskScheduler scheduler(ScheduledExecutorService executor, Runs runs) {
            ConcurrentTaskScheduler scheduler = new ConcurrentTaskScheduler(executor);
            scheduler.setErrorHandler(runs::handle);
            return scheduler;
        }
    }
}
