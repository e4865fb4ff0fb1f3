// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.ContextExecutors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What {@code @Async} methods make of what their executor does itself. */
@SuppressWarnings("FutureReturnValueIgnored") // what a task did is told by its effects
class AsyncMethodExecutorTest {

    private static final AsyncLocalStorage<String> DECORATED = AsyncLocalStorage.named("decorated");

    @Test
    void keepsWhatADecoratorOfTheApplicationEnters() {
        try (var application = RunningApplication.withoutWebServer(SomeExecutors.class)) {
            Worker worker = application.bean(Worker.class);
            assertThat(of(USER.run("u", worker::onPool))).isEqualTo("u by decorator");
        }
    }

    @Test
    void givesATaskOneResource() {
        List<String> types = new CopyOnWriteArrayList<>();
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
                    @Override
                    public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                        types.add(type);
                    }
                })
                .enable();
        try (var application = RunningApplication.withoutWebServer(SomeExecutors.class)) {
            Worker worker = application.bean(Worker.class);
            types.clear();
            assertThat(of(USER.run("u", worker::onPool))).startsWith("u");
            assertThat(of(USER.run("u", worker::onRaw))).startsWith("u");
            assertThat(of(USER.run("u", worker::typeOnPropagating))).isEqualTo("ExecutorTask u");
            assertThat(types).containsExactly("ExecutorTask", "ExecutorTask", "ExecutorTask");
        } finally {
            hook.disable();
        }
    }

    @Test
    void leavesExcludedExecutorsAlone() {
        try (var application =
                RunningApplication.withoutWebServer(SomeExecutors.class, "alsx.executors.exclude=raw,pool")) {
            Worker worker = application.bean(Worker.class);
            assertThat(of(USER.run("u", worker::onRaw))).startsWith("null");
            assertThat(of(USER.run("u", worker::onPool))).startsWith("null");
            assertThat(of(USER.run("u", worker::typeOnPropagating))).endsWith("u");
        }
        try (var application = RunningApplication.withoutWebServer(
                AsyncMethodApplication.RawDefault.class, "alsx.executors.exclude=task*")) {
            var worker = application.bean(AsyncMethodApplication.Work.class);
            assertThat(USER.run("u", worker::completable)
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=false", "alsx.async.enabled=false"})
    void hasNoEffectWhenOff(String property) {
        try (var application = RunningApplication.withoutWebServer(SomeExecutors.class, property)) {
            assertThat(of(USER.run("u", application.bean(Worker.class)::onRaw))).startsWith("null");
        }
    }

    @Test
    void needsNoExecutorThatCarries() {
        try (var application =
                RunningApplication.withoutWebServer(SomeExecutors.class, "alsx.executors.enabled=false")) {
            assertThat(of(USER.run("u", application.bean(Worker.class)::onPool)))
                    .startsWith("u");
        }
    }

    @Test
    void leavesNothingBehindOnAThreadOfAnExecutorOfTheJdk() throws Exception {
        try (var application = RunningApplication.withoutWebServer(SomeExecutors.class)) {
            Worker worker = application.bean(Worker.class);
            ExecutorService raw = application.context().getBean("raw", ExecutorService.class);
            USER.run("u", worker::enterOnRaw);
            assertThat(raw.submit(USER::getStore).get(20, TimeUnit.SECONDS)).isNull();
            assertThat(of(USER.run("u", worker::onRaw))).isEqualTo("u");
            assertThat(raw.submit(USER::getStore).get(20, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void keepsTheCallersContextWhenTheCallerRunsTheTask() {
        try (var application = RunningApplication.withoutWebServer(SomeExecutors.class)) {
            Worker worker = application.bean(Worker.class);
            USER.run("u", () -> {
                assertThat(of(worker.enterOnFull()))
                        .isEqualTo("u " + Thread.currentThread().getName());
                assertThat(USER.getStore()).isEqualTo("u");
            });
            assertThat(of(worker.enterOnFull())).startsWith("null");
            assertThat(USER.getStore()).isNull();
        }
    }

    @Test
    void keepsTheCallersContextWhenTheTaskIsRejected() {
        try (var application = RunningApplication.withoutWebServer(SomeExecutors.class)) {
            Worker worker = application.bean(Worker.class);
            application.context().getBean("raw", ExecutorService.class).shutdown();
            USER.run("u", () -> {
                assertThatThrownBy(worker::onRaw)
                        .satisfiesAnyOf(
                                e -> assertThat(e).isInstanceOf(TaskRejectedException.class),
                                e -> assertThat(e).hasCauseInstanceOf(TaskRejectedException.class));
                assertThat(USER.getStore()).isEqualTo("u");
            });
        }
    }

    private static String of(CompletableFuture<String> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class SomeExecutors {

        @Bean
        ThreadPoolTaskExecutor pool() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setTaskDecorator(task -> () -> DECORATED.run("by decorator", task));
            return executor;
        }

        @Bean
        ExecutorService raw() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        ExecutorService propagating() {
            return ContextExecutors.propagating(Executors.newSingleThreadExecutor());
        }

        /** Has no room at all, so that the caller has to run what it submits while the only thread is busy. */
        @Bean(destroyMethod = "shutdownNow")
        ThreadPoolExecutor full() {
            ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
            executor.submit(() -> new CountDownLatch(1).await(60, TimeUnit.SECONDS));
            return executor;
        }
    }

    static class Worker {

        @Async("pool")
        CompletableFuture<String> onPool() {
            return CompletableFuture.completedFuture(USER.getStore() + " " + DECORATED.getStore());
        }

        @Async("raw")
        CompletableFuture<String> onRaw() {
            return CompletableFuture.completedFuture(String.valueOf(USER.getStore()));
        }

        @Async("raw")
        void enterOnRaw() {
            USER.enterWith("left");
            throw new IllegalStateException("after entering");
        }

        @Async("propagating")
        CompletableFuture<String> typeOnPropagating() {
            return CompletableFuture.completedFuture(
                    AsyncHooks.executionAsyncResource().type() + " " + USER.getStore());
        }

        @Async("full")
        CompletableFuture<String> enterOnFull() {
            String seen = USER.getStore() + " " + Thread.currentThread().getName();
            USER.enterWith("left");
            return CompletableFuture.completedFuture(seen);
        }
    }
}
