// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.hop.ContextTaskDecorator;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What bridges carry moves over the same hops as the context, and never stays on a worker. */
class ContextBridgeTest {

    private static final ThreadLocal<@Nullable String> LOCALE = new ThreadLocal<>();

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    @BeforeEach
    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor("test.locale", LOCALE);
    }

    @AfterEach
    void remove() {
        LOCALE.remove();
        ContextRegistry.getInstance().removeThreadLocalAccessor("test.locale");
    }

    @Nested
    @SuppressWarnings("FutureReturnValueIgnored") // what a task did is told by its effects
    class OfMicrometer {

        @Test
        @Surface("Micrometer: thread-locals of others, with `alsx.bridge.micrometer`")
        void carriesWhatIsRegisteredOverEveryHopAndLeavesNothingOnTheWorker() throws Exception {
            carriesOver("executor", "alsx.bridge.micrometer=true");
        }

        @Test
        @EnabledForJreRange(min = JRE.JAVA_21)
        @Surface("Micrometer: thread-locals of others, with `alsx.bridge.micrometer`")
        void carriesToVirtualThreads() throws Exception {
            carriesOver("executor", "alsx.bridge.micrometer=true", "spring.threads.virtual.enabled=true");
        }

        @Test
        void clearsWhatTheThreadThatRunsTheTaskHas() {
            try (var application =
                    RunningApplication.withoutWebServer(Application.class, "alsx.bridge.micrometer=true")) {
                ThreadPoolTaskExecutor pool = application.context().getBean("pool", ThreadPoolTaskExecutor.class);
                pool.getThreadPoolExecutor().shutdown(); // its tasks run on the caller from now on
                CompletableFuture<String> seen = new CompletableFuture<>();
                Runnable[] task = new Runnable[1];
                pool.getThreadPoolExecutor().setRejectedExecutionHandler((runnable, executor) -> task[0] = runnable);
                pool.execute(() -> seen.complete(seen()));
                LOCALE.set("of the caller");
                USER.run("of the caller", task[0]);

                assertThat(seen).isCompletedWithValue("null null");
                assertThat(LOCALE.get()).isEqualTo("of the caller");
            }
        }

        @Test
        void doesNotCarryByDefault() throws Exception {
            try (var application = RunningApplication.withoutWebServer(Application.class)) {
                assertThat(submitted(application.context().getBean("pool", Executor.class), "de"))
                        .isEqualTo("null a");
            }
        }

        @Test
        void doesNotCarryToPeriodicTasksThatStartEmpty() throws Exception {
            assertThat(periodic("alsx.scheduling.periodic-tasks=fresh")).isEqualTo("null null");
            assertThat(periodic("alsx.scheduling.periodic-tasks=capture")).isEqualTo("de a");
        }

        private void carriesOver(String kind, String... properties) throws Exception {
            try (var application = RunningApplication.withoutWebServer(Application.class, properties)) {
                for (String name : List.of("pool", "applicationTaskExecutor")) {
                    if (!application.context().containsBean(name)) {
                        continue;
                    }
                    Executor executor = application.context().getBean(name, Executor.class);
                    assertThat(submitted(executor, "de")).as(name).isEqualTo("de a");
                    assertThat(submitted(executor, null)).as(name).isEqualTo("null a");
                    assertThatThrownBy(() -> failing(executor)).hasMessageContaining("thrown");
                    assertThat(submitted(executor, null)).as(name).isEqualTo("null a");
                }
                TaskScheduler scheduler = application.bean(TaskScheduler.class);
                assertThat(submitted(task -> scheduler.schedule(task, Instant.now()), "de"))
                        .as(kind)
                        .isEqualTo("de a");
            }
        }

        private String periodic(String property) throws Exception {
            try (var application =
                    RunningApplication.withoutWebServer(Application.class, "alsx.bridge.micrometer=true", property)) {
                TaskScheduler scheduler = application.bean(TaskScheduler.class);
                ScheduledFuture<?>[] scheduled = new ScheduledFuture<?>[1];
                String seen = submitted(
                        task -> scheduled[0] = scheduler.scheduleAtFixedRate(task, Duration.ofMillis(20)), "de");
                scheduled[0].cancel(false);
                return seen;
            }
        }
    }

    @Nested
    class OfAnApplication {

        @Test
        void areEnteredInOrderInsideOfTheContextAndLeftInReverse() {
            StringBuilder log = new StringBuilder();
            Runnable task = USER.run(
                    "a", () -> decorator(noting(log, "1"), noting(log, "2")).decorate(() -> log.append("task(a) ")));

            task.run();
            task.run();
            String once = "enter1(a) enter2(a) task(a) leave2(a) leave1(a) ";
            assertThat(log).hasToString("capture1(a) capture2(a) " + once + once);
        }

        @Test
        void areLeftWhenALaterOneCannotBeEntered() {
            StringBuilder log = new StringBuilder();
            ContextBridge failing = new Failing();

            assertThatThrownBy(() -> decorator(noting(log, "1"), failing)
                            .decorate(() -> log.append("task"))
                            .run())
                    .hasMessage("cannot be entered");
            assertThat(log).hasToString("capture1(null) enter1(null) leave1(null) ");
        }

        @Test
        void areLeftWhenALaterOneCannotBeLeft() {
            StringBuilder log = new StringBuilder();
            ContextBridge failing = new Failing() {
                @Override
                public Captured capture() {
                    return () -> () -> {
                        throw new IllegalStateException("cannot be left");
                    };
                }
            };

            assertThatThrownBy(() -> decorator(noting(log, "1"), failing)
                            .decorate(() -> log.append("task "))
                            .run())
                    .hasMessage("cannot be left");
            assertThat(log).hasToString("capture1(null) enter1(null) task leave1(null) ");
        }

        @Test
        void failTheSubmissionIfTheyCannotCapture() {
            ContextBridge failing = new Failing() {
                @Override
                public Captured capture() {
                    throw new RejectedExecutionException("cannot capture");
                }
            };

            assertThatThrownBy(() -> decorator(failing).decorate(() -> {})).hasMessage("cannot capture");
        }

        @Test
        void areFoundAmongTheBeans() throws Exception {
            try (var application = RunningApplication.withoutWebServer(WithBridge.class)) {
                assertThat(submitted(application.context().getBean("pool", Executor.class), "de"))
                        .isEqualTo("de a");
            }
        }

        private static ContextTaskDecorator decorator(ContextBridge... bridges) {
            return new ContextTaskDecorator(PeriodicTasks.FRESH, new ContextCarrier(List.of(bridges)));
        }

        private static ContextBridge noting(StringBuilder log, String name) {
            return new ContextBridge() {
                @Override
                public Captured capture() {
                    note("capture");
                    return () -> {
                        note("enter");
                        return () -> note("leave");
                    };
                }

                @Override
                public Captured nothing() {
                    throw new AssertionError("not periodic");
                }

                private void note(String what) {
                    log.append(what)
                            .append(name)
                            .append('(')
                            .append(USER.getStore())
                            .append(") ");
                }
            };
        }
    }

    private static String seen() {
        return LOCALE.get() + " " + USER.getStore();
    }

    /** What a task sees that was submitted by user a with a locale. */
    private static String submitted(Executor executor, @Nullable String locale) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        LOCALE.set(locale);
        try {
            USER.run("a", () -> executor.execute(() -> seen.complete(seen())));
        } finally {
            LOCALE.remove();
        }
        return seen.get(20, TimeUnit.SECONDS);
    }

    private static void failing(Executor executor) {
        LOCALE.set("of the failing task");
        try {
            CompletableFuture.runAsync(
                            () -> {
                                LOCALE.set("left behind");
                                throw new IllegalStateException("thrown");
                            },
                            executor)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        } finally {
            LOCALE.remove();
        }
    }

    private static class Failing implements ContextBridge {

        @Override
        public Captured capture() {
            return nothing();
        }

        @Override
        public Captured nothing() {
            return () -> {
                throw new IllegalStateException("cannot be entered");
            };
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableScheduling
    static class Application {

        @Bean
        ThreadPoolTaskExecutor pool() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setCorePoolSize(1);
            pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
            return pool;
        }
    }

    static class WithBridge extends Application {

        @Bean
        ContextBridge locale() {
            return ContextBridge.of(LOCALE);
        }
    }
}
