// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.AsyncMethodApplication.Work;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** {@code @Async} methods carry the context, whatever executor runs them. */
class AsyncMethodTest {

    @Nested
    @Surface("Executors: `@Async` with an `AsyncConfigurer` that returns null")
    class OnTheExecutorOfTheFrameworksChoice extends Contract {

        OnTheExecutorOfTheFrameworksChoice() {
            super(AsyncMethodApplication.NullConfigurer.class);
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Executors: `@Async` with an `AsyncConfigurer` that returns null")
    class OnTheExecutorOfTheFrameworksChoiceForVirtualThreads extends Contract {

        OnTheExecutorOfTheFrameworksChoiceForVirtualThreads() {
            super(AsyncMethodApplication.NullConfigurer.class, "spring.threads.virtual.enabled=true");
        }
    }

    @Nested
    @Surface("Executors: `@Async` on a thread for each task: `SimpleAsyncTaskExecutor`, `VirtualThreadTaskExecutor`")
    class OnAnExecutorThatSpringMakesForItself extends Contract {

        OnAnExecutorThatSpringMakesForItself() {
            super(AsyncMethodApplication.LocalExecutor.class);
        }
    }

    @Nested
    @Surface(value = "Executors: `@Async` on an `ExecutorService` of the JDK", virtual = false)
    class OnAnExecutorOfTheJdk extends Contract {

        OnAnExecutorOfTheJdk() {
            super(AsyncMethodApplication.RawDefault.class);
        }
    }

    @Nested
    @Surface(value = "Executors: `@Async` on an `AsyncConfigurer`'s executor of the JDK", virtual = false)
    class OnAnExecutorOfTheJdkThatIsNoBean extends Contract {

        OnAnExecutorOfTheJdkThatIsNoBean() {
            super(AsyncMethodApplication.RawOfConfigurer.class);
        }
    }

    @Nested
    @Surface(value = "Executors: `@Async` on an `AsyncConfigurer`'s `ThreadPoolTaskExecutor`", virtual = false)
    class OnAnExecutorOfSpringThatIsNoBean extends Contract {

        OnAnExecutorOfSpringThatIsNoBean() {
            super(AsyncMethodApplication.SpringExecutorOfConfigurer.class);
        }
    }

    @Nested
    @Surface(value = "Executors: `@Async` on a class that wraps an executor", virtual = false)
    class OnAnExecutorThatWrapsOne extends Contract {

        OnAnExecutorThatWrapsOne() {
            super(AsyncMethodApplication.Wrapping.class);
        }
    }

    @Nested
    @Surface(value = "Executors: `@Async` on a `ThreadPoolTaskExecutor` bean", virtual = false)
    class OnAnExecutorThatCarriesTheContextItself extends Contract {

        OnAnExecutorThatCarriesTheContextItself() {
            super(AsyncMethodApplication.Pool.class);
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Executors: `@Async` on a thread for each task: `SimpleAsyncTaskExecutor`, `VirtualThreadTaskExecutor`")
    class OnAVirtualThreadTaskExecutor extends Contract {

        OnAVirtualThreadTaskExecutor() {
            super(AsyncMethodApplication.Virtual.class);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Contract {

        private final Class<?> source;

        private final String[] properties;

        private RunningApplication application;

        private Work worker;

        Contract(Class<?> source, String... properties) {
            this.source = source;
            this.properties = properties;
        }

        /** With a store entered, which must not get stuck in what is made at the start. */
        @BeforeAll
        void start() {
            USER.run("startup", () -> {
                application = RunningApplication.withoutWebServer(source, properties);
                worker = application.bean(Work.class);
            });
        }

        @AfterAll
        void stop() {
            application.close();
        }

        @Test
        void carriesIntoAMethodOfEachKind() throws Exception {
            CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
            USER.run("u", () -> worker.tell(seen));
            assertThat(of(seen)).isEqualTo("u");
            assertThat(of(USER.run("v", worker::future))).isEqualTo("v");
            assertThat(of(USER.run("w", worker::completable))).isEqualTo("w");
        }

        @Test
        void carriesThatThereIsNoStore() throws Exception {
            assertThat(of(worker.completable())).isNull();
            assertThat(of(USER.run("u", worker::completable))).isEqualTo("u");
            assertThat(of(worker.completable())).isNull();
        }

        @Test
        void showsTheStoreToTheHandlerOfWhatAMethodThrows() throws Exception {
            USER.run("u", () -> worker.fail("with"));
            assertThat(handledAfter("with")).isEqualTo("with:u");
            worker.fail("without");
            assertThat(handledAfter("without")).isEqualTo("without:null");
        }

        @Test
        void leavesNothingBehindOnAWorker() throws Exception {
            for (int i = 0; i < 16; i++) {
                USER.run("dirty", worker::enter);
                worker.enter();
            }
            for (int i = 0; i < 16; i++) {
                assertThat(of(worker.completable())).isNull();
            }
        }

        private static String handledAfter(String message) throws Exception {
            String handled = "";
            while (!handled.startsWith(message)) {
                handled = Objects.requireNonNull(
                        AsyncMethodApplication.SEEN_BY_HANDLER.poll(20, TimeUnit.SECONDS), "not handled");
            }
            return handled;
        }

        private static <V extends @Nullable Object> V of(Future<V> future) throws Exception {
            return future.get(20, TimeUnit.SECONDS);
        }
    }
}
