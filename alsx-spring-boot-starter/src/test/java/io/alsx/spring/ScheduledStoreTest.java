// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTask;

/** With {@code alsx.scheduling.store}, the store of a run is there for its error handler, too, and for no run after it. */
class ScheduledStoreTest {

    private static final String VIRTUAL = "spring.threads.virtual.enabled=true";

    /** By what they were started with; all at once, for cron knows no less than a second. */
    private static final Map<List<String>, RunningApplication> APPLICATIONS = new HashMap<>();

    static Stream<Arguments> schedulers() {
        return Stream.of("SpringBoot", "Pool", "RemovingPool", "ThreadPerTask", "Jdk")
                .flatMap(scheduler -> Stream.of("fresh", "capture").map(runs -> Arguments.of(scheduler, runs)));
    }

    @BeforeAll
    static void startAll() {
        schedulers().map(Arguments::get).forEach(of -> startOne((String) of[0], periodicTasks((String) of[1])));
        if (JRE.currentJre().compareTo(JRE.JAVA_21) >= 0) {
            startOne("SpringBoot", periodicTasks("fresh"), VIRTUAL);
            startOne("SpringBoot", periodicTasks("capture"), VIRTUAL);
        }
    }

    private static void startOne(String scheduler, String... properties) {
        APPLICATIONS.put(key(scheduler, properties), start(scheduler, properties));
    }

    private static List<String> key(String scheduler, String... properties) {
        List<String> key = new ArrayList<>(List.of(properties));
        key.add(scheduler);
        return key;
    }

    private static String periodicTasks(String runs) {
        return "alsx.scheduling.periodic-tasks=" + runs;
    }

    @AfterAll
    static void stopAll() {
        APPLICATIONS.values().forEach(RunningApplication::close);
        APPLICATIONS.clear();
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    @Surface("Scheduling: `@Scheduled` with a store for each run, error handler included")
    void isThereForTheErrorHandlerOfTheRun(String scheduler, String periodicTasks) throws Exception {
        assertThatHandlersSeeTheStoreOfTheRun(scheduler, periodicTasks(periodicTasks));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fresh", "capture"})
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Scheduling: `@Scheduled` with a store for each run, error handler included")
    void isThereForTheErrorHandlerOfTheRunOnVirtualThreads(String periodicTasks) throws Exception {
        assertThatHandlersSeeTheStoreOfTheRun("SpringBoot", periodicTasks(periodicTasks), VIRTUAL);
    }

    private static void assertThatHandlersSeeTheStoreOfTheRun(String scheduler, String... properties) throws Exception {
        RunningApplication application = APPLICATIONS.get(key(scheduler, properties));
        Runs runs = Objects.requireNonNull(application).bean(Runs.class);
        for (String kind : new String[] {"rate", "delay", "cron"}) {
            String before = "";
            for (int i = 0; i < 2; i++) {
                String store = runs.next(kind);
                assertThat(store).startsWith("SCHEDULED Runs." + kind + " ").isNotEqualTo(before);
                assertThat(runs.next("handler of " + kind)).as(kind).isEqualTo(store);
                before = store;
            }
        }
        String once = runs.next("once");
        assertThat(once).startsWith("SCHEDULED Runs.once ");
        assertThat(runs.next("handler of once")).isEqualTo(once);
    }

    /** Nothing there would end what lasts longer than the method. */
    @Test
    void endsWithTheMethodOnAnExcludedScheduler() throws Exception {
        try (var application = start("Pool", "alsx.executors.exclude=scheduler")) {
            Runs runs = application.bean(Runs.class);
            assertThat(runs.next("rate")).startsWith("SCHEDULED Runs.rate ");
            assertThat(runs.next("handler of rate")).isEqualTo("null");
            TaskScheduler scheduler = application.bean(TaskScheduler.class);
            for (int i = 0; i < 20; i++) {
                assertThat(scheduler.schedule(runs::store, Instant.now()).get(20, TimeUnit.SECONDS))
                        .isNull();
            }
            assertThat(runs.at("bare")).hasSize(20).allMatch("null"::equals);
        }
    }

    @Test
    void endsWithTheMethodForCodeThatCallsIt() throws Exception {
        try (var application = start("Pool")) {
            Runs runs = application.bean(Runs.class);
            String called = runs.next("calling");
            assertThat(called).startsWith("SCHEDULED Runs.calling ");
            assertThat(runs.next("called")).startsWith("SCHEDULED Runs.called ");
            assertThat(runs.next("calling")).isEqualTo(called);
        }
    }

    /** As "run now" does. */
    @Test
    void endsWithTheTaskForCodeThatRunsIt() throws Exception {
        ExecutorService pool = ContextExecutors.propagating(Executors.newSingleThreadExecutor());
        try (var application = start("Pool")) {
            Runs runs = application.bean(Runs.class);
            ScheduledTask task =
                    application.bean(ScheduledAnnotationBeanPostProcessor.class).getScheduledTasks().stream()
                            .filter(scheduled -> scheduled.toString().contains("Runs.called"))
                            .findFirst()
                            .orElseThrow();
            RequestStore request = new RequestStore("abc", "POST", "/run-now");

            Future<RequestStore> afterwards = runs.storage()
                    .run(
                            request,
                            () -> pool.submit(() -> {
                                task.getTask().getRunnable().run();
                                return runs.storage().getStore();
                            }));
            assertThat(afterwards.get(20, TimeUnit.SECONDS)).isSameAs(request);
            assertThat(runs.at("called")).last().asString().startsWith("SCHEDULED Runs.called ");
        } finally {
            pool.shutdown();
        }
    }

    private static RunningApplication start(String scheduler, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("alsx.scheduling.store=true");
        all.add("scheduler=" + scheduler);
        return RunningApplication.withoutWebServer(
                scheduler.equals("SpringBoot") ? Application.class : WithOwnScheduler.class,
                all.toArray(String[]::new));
    }

    static class Runs {

        private final Map<String, BlockingQueue<String>> seen = new ConcurrentHashMap<>();

        private final AsyncLocalStorage<RequestStore> storage;

        private final Runs self;

        Runs(AsyncLocalStorage<RequestStore> storage, @Lazy Runs self) {
            this.storage = storage;
            this.self = self;
        }

        @Scheduled(fixedRate = 50)
        public void rate() {
            run("rate");
        }

        @Scheduled(fixedDelay = 50)
        public void delay() {
            run("delay");
        }

        @Scheduled(cron = "* * * * * *")
        public void cron() {
            run("cron");
        }

        @Scheduled(initialDelay = 10)
        public void once() {
            run("once");
        }

        @Scheduled(fixedRate = 50)
        public void calling() {
            at("calling").add("" + storage.getStore());
            self.called();
            at("calling").add("" + storage.getStore());
        }

        @Scheduled(fixedRate = 1_000_000, initialDelay = 1_000_000)
        public void called() {
            at("called").add("" + storage.getStore());
        }

        public AsyncLocalStorage<RequestStore> storage() {
            return storage;
        }

        public void store() {
            at("bare").add("" + storage.getStore());
        }

        private void run(String kind) {
            at(kind).add("" + storage.getStore());
            throw new IllegalStateException(kind);
        }

        public void handle(Throwable error) {
            at("handler of " + error.getMessage()).add("" + storage.getStore());
        }

        public String next(String kind) throws InterruptedException {
            return String.valueOf(at(kind).poll(60, TimeUnit.SECONDS));
        }

        public BlockingQueue<String> at(String kind) {
            return seen.computeIfAbsent(kind, missing -> new LinkedBlockingQueue<>());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableScheduling
    @Import(Runs.class)
    static class Application {

        @Bean
        ThreadPoolTaskSchedulerCustomizer pool(@Lazy Runs runs) {
            return scheduler -> scheduler.setErrorHandler(runs::handle);
        }

        @Bean
        SimpleAsyncTaskSchedulerCustomizer threads(@Lazy Runs runs) {
            return scheduler -> scheduler.setErrorHandler(runs::handle);
        }
    }

    static class WithOwnScheduler extends Application {

        @Bean
        TaskScheduler scheduler(@Value("${scheduler}") String kind, @Lazy Runs runs) {
            return switch (kind) {
                case "Jdk" -> {
                    ConcurrentTaskScheduler scheduler =
                            new ConcurrentTaskScheduler(Executors.newSingleThreadScheduledExecutor());
                    scheduler.setErrorHandler(runs::handle);
                    yield scheduler;
                }
                case "ThreadPerTask" -> {
                    SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
                    scheduler.setErrorHandler(runs::handle);
                    yield scheduler;
                }
                default -> {
                    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
                    scheduler.setErrorHandler(runs::handle);
                    scheduler.setRemoveOnCancelPolicy(kind.equals("RemovingPool"));
                    yield scheduler;
                }
            };
        }
    }
}
