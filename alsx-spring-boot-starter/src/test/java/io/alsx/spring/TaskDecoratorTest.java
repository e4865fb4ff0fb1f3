// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alsx.spring.TaskApplication.OwnDecorator;
import io.alsx.spring.TaskApplication.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Spring Boot's own executor and scheduler, whatever decorators an application has and whatever threads it uses. */
@SuppressWarnings("FutureReturnValueIgnored") // what a task did is told by its effects
class TaskDecoratorTest {

    @Nested
    class WithoutDecorator extends Contract {

        WithoutDecorator() {
            super(TaskApplication.class, false);
        }
    }

    @Nested
    class WithOneDecorator extends Contract {

        WithOneDecorator() {
            super(One.class, false, "one");
        }
    }

    @Nested
    class WithTwoDecorators extends Contract {

        WithTwoDecorators() {
            super(Two.class, false, "two", "one");
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class WithoutDecoratorOnVirtualThreads extends Contract {

        WithoutDecoratorOnVirtualThreads() {
            super(TaskApplication.class, true);
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class WithOneDecoratorOnVirtualThreads extends Contract {

        WithOneDecoratorOnVirtualThreads() {
            super(One.class, true, "one");
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class WithTwoDecoratorsOnVirtualThreads extends Contract {

        WithTwoDecoratorsOnVirtualThreads() {
            super(Two.class, true, "two", "one");
        }
    }

    static class One extends TaskApplication {

        @Bean
        OwnDecorator one() {
            return new OwnDecorator("one");
        }
    }

    static class Two extends TaskApplication {

        @Bean
        @Order(1)
        OwnDecorator one() {
            return new OwnDecorator("one");
        }

        @Bean
        @Order(2)
        OwnDecorator two() {
            return new OwnDecorator("two");
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Contract {

        private final Class<?> source;

        private final boolean virtual;

        private final List<String> decorators;

        private RunningApplication application;

        private AsyncTaskExecutor executor;

        private TaskScheduler scheduler;

        private Worker worker;

        Contract(Class<?> source, boolean virtual, String... decorators) {
            this.source = source;
            this.virtual = virtual;
            boolean none = decorators.length > 1 && TaskApplication.BOOT_APPLIES_ONE_DECORATOR_ONLY;
            this.decorators = none ? List.of() : List.of(decorators);
        }

        /** With a store entered, which must not get stuck in what is made at the start. */
        @BeforeAll
        void start() {
            TaskApplication.SEEN_BY_SCHEDULED_METHODS.clear();
            TaskApplication.USER.run("startup", () -> {
                application = RunningApplication.withoutWebServer(source, "spring.threads.virtual.enabled=" + virtual);
            });
            executor = application.context().getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
            scheduler = application.context().getBean("taskScheduler", TaskScheduler.class);
            worker = application.bean(Worker.class);
        }

        @AfterAll
        void stop() {
            application.close();
        }

        @Test
        @Surface("Executors: plain `@Async`")
        void carriesIntoAsyncMethods() throws Exception {
            TaskApplication.seenByVoidMethod = new CompletableFuture<>();
            TaskApplication.USER.run("u", worker::voidMethod);
            assertThat(of(TaskApplication.seenByVoidMethod)).isEqualTo("u");
            assertThat(of(TaskApplication.USER.run("v", () -> worker.completableFutureMethod())))
                    .isEqualTo("v");
            assertThat(of(TaskApplication.USER.run("w", () -> worker.futureMethod())))
                    .isEqualTo("w");
            assertThat(of(worker.completableFutureMethod())).isNull();
        }

        @Test
        @Surface("Executors: `applicationTaskExecutor`, each way to submit")
        void carriesThroughEachWayToSubmit() throws Exception {
            assertThat(seen(task -> executor.execute(task))).isEqualTo("u");
            assertThat(seen(task -> executor.submit(task))).isEqualTo("u");
            assertThat(seen(task -> executor.submit(() -> {
                        task.run();
                        return "";
                    })))
                    .isEqualTo("u");
            assertThat(seen(task -> executor.submitCompletable(task))).isEqualTo("u");
            assertThat(seen(task -> executor.submitCompletable(() -> {
                        task.run();
                        return "";
                    })))
                    .isEqualTo("u");
            assertThat(seen(task -> CompletableFuture.runAsync(task, executor))).isEqualTo("u");
        }

        @Test
        void appliesEachDecoratorOfTheApplicationOnceAndShowsItTheStore() throws Exception {
            onlyOurOwnTasks(() -> {
                assertThat(seen(task -> executor.execute(task))).isEqualTo("u");
                assertThat(OwnDecorator.SEEN)
                        .filteredOn(entry -> entry.endsWith(":u"))
                        .containsExactlyElementsOf(
                                decorators.stream().map(name -> name + ":u").toList());
            });
        }

        @Test
        @Surface("Scheduling: decorators of the application")
        void showsTheStoreToTheDecoratorsOfAScheduledTask() throws Exception {
            onlyOurOwnTasks(() -> {
                assertThat(seen(task -> scheduler.schedule(task, Instant.now())))
                        .isEqualTo("u");
                assertThat(OwnDecorator.SEEN)
                        .filteredOn(entry -> entry.endsWith(":u"))
                        .containsExactlyElementsOf(
                                decorators.stream().map(name -> name + ":u").toList());
            });
        }

        @Test
        @Surface("Scheduling: `TaskScheduler.schedule`, once")
        void carriesIntoATaskThatIsScheduledOnce() throws Exception {
            assertThat(seen(task -> scheduler.schedule(task, Instant.now().plusMillis(20))))
                    .isEqualTo("u");
            assertThat(seen(task -> scheduler.schedule(task, Instant.now()))).isEqualTo("u");
        }

        @Test
        @Surface("Scheduling: fixed rate and fixed delay, from empty")
        void startsEachRunOfAPeriodicTaskFromEmpty() throws Exception {
            assertThat(seenThrice(task -> scheduler.scheduleAtFixedRate(task, Duration.ofMillis(10))))
                    .containsExactly("null", "null", "null");
            assertThat(seenThrice(task -> scheduler.scheduleWithFixedDelay(task, Duration.ofMillis(10))))
                    .containsExactly("null", "null", "null");
            assertThat(seenThrice(task -> scheduler.scheduleAtFixedRate(task, Instant.now(), Duration.ofMillis(10))))
                    .containsExactly("null", "null", "null");
            assertThat(seenThrice(task -> scheduler.scheduleWithFixedDelay(task, Instant.now(), Duration.ofMillis(10))))
                    .containsExactly("null", "null", "null");
        }

        @Test
        void startsEachRunOfATriggeredTaskFromEmpty() throws Exception {
            assumeTrue(virtual, "see TriggeredTaskTest");
            assertThat(seenThrice(task ->
                            scheduler.schedule(task, trigger -> Instant.now().plusMillis(10))))
                    .containsExactly("null", "null", "null");
        }

        @Test
        @Surface("Scheduling: `@Scheduled`, from empty")
        void runsScheduledMethodsInTheEmptyContext() throws Exception {
            for (String kind : List.of("rate", "delay")) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> TaskApplication.SEEN_BY_SCHEDULED_METHODS.stream()
                                        .filter(entry -> entry.startsWith(kind))
                                        .count()
                                >= 2);
            }
            assertThat(TaskApplication.SEEN_BY_SCHEDULED_METHODS)
                    .filteredOn(entry -> virtual || !entry.startsWith("cron"))
                    .allMatch(entry -> entry.endsWith(":null"));
        }

        @Test
        void leavesAWorkerCleanAfterWhateverATaskDoes() throws Exception {
            for (int i = 0; i < 16; i++) {
                TaskApplication.USER.run("dirty", () -> executor.submit(() -> TaskApplication.USER.enterWith("left")));
                TaskApplication.USER.run(
                        "dirty",
                        () -> executor.submit(() -> {
                            TaskApplication.USER.enterWith("left");
                            throw new IllegalStateException("thrown in a task");
                        }));
            }
            for (int i = 0; i < 32; i++) {
                assertThat(executor.submit(() -> String.valueOf(TaskApplication.USER.getStore()))
                                .get(60, TimeUnit.SECONDS))
                        .isEqualTo("null");
            }
        }

        @Test
        void leavesTheTypesOfBeansAsTheyAre() {
            assertThat(executor)
                    .isExactlyInstanceOf(virtual ? SimpleAsyncTaskExecutor.class : ThreadPoolTaskExecutor.class);
            if (virtual) {
                assertThat(application.bean(SimpleAsyncTaskScheduler.class)).isSameAs(scheduler);
            } else {
                assertThat(scheduler).isExactlyInstanceOf(ThreadPoolTaskScheduler.class);
            }
        }

        private @Nullable String seen(java.util.function.Consumer<Runnable> way) throws Exception {
            CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
            TaskApplication.USER.run("u", () -> way.accept(() -> seen.complete(TaskApplication.USER.getStore())));
            return of(seen);
        }

        private List<String> seenThrice(java.util.function.Function<Runnable, @Nullable Future<?>> way)
                throws Exception {
            List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
            AtomicReference<@Nullable Future<?>> scheduled = new AtomicReference<>();
            TaskApplication.USER.run(
                    "u",
                    () -> scheduled.set(way.apply(() -> seen.add(String.valueOf(TaskApplication.USER.getStore())))));
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 3);
            scheduled.get().cancel(false);
            return List.copyOf(seen.subList(0, 3));
        }

        private static void onlyOurOwnTasks(ThrowingRunnable code) throws Exception {
            OwnDecorator.clear();
            code.run();
        }

        private static <V> V of(Future<V> future) throws Exception {
            return future.get(60, TimeUnit.SECONDS);
        }

        private interface ThrowingRunnable {

            void run() throws Exception;
        }
    }
}
