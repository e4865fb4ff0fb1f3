// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;

import java.lang.reflect.Method;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** {@code @Async} methods, and each kind of executor that they may run on. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import(AsyncMethodApplication.Worker.class)
class AsyncMethodApplication implements AsyncConfigurer {

    static final BlockingQueue<String> SEEN_BY_HANDLER = new LinkedBlockingQueue<>();

    @Override
    public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
        return (Throwable error, Method method, Object... arguments) ->
                SEEN_BY_HANDLER.add(error.getMessage() + ":" + USER.getStore());
    }

    /** Spring's own choice: Spring Boot's executor or, on Spring Boot 3.5, one that Spring makes for itself. */
    static class NullConfigurer extends AsyncMethodApplication {}

    /** Spring makes an executor for itself, as it takes none of the JDK that has another name. */
    static class LocalExecutor extends AsyncMethodApplication {

        @Bean
        ExecutorService raw() {
            return Executors.newFixedThreadPool(2);
        }
    }

    static class RawDefault extends AsyncMethodApplication {

        @Bean
        ExecutorService taskExecutor() {
            return Executors.newFixedThreadPool(2);
        }
    }

    static class RawOfConfigurer extends AsyncMethodApplication implements DisposableBean {

        private final ExecutorService executor = Executors.newFixedThreadPool(2);

        @Override
        public Executor getAsyncExecutor() {
            return executor;
        }

        @Override
        public void destroy() {
            executor.shutdownNow();
        }
    }

    static class SpringExecutorOfConfigurer extends AsyncMethodApplication {

        @Override
        public Executor getAsyncExecutor() {
            return new SimpleAsyncTaskExecutor("no-bean-");
        }
    }

    static class Wrapping extends AsyncMethodApplication {

        @Bean
        WrappingExecutor taskExecutor() {
            return new WrappingExecutor();
        }
    }

    static class Virtual extends AsyncMethodApplication {

        @Bean
        VirtualThreadTaskExecutor taskExecutor() {
            return new VirtualThreadTaskExecutor("virtual-");
        }
    }

    static class Pool extends AsyncMethodApplication {

        @Bean
        ThreadPoolTaskExecutor taskExecutor() {
            return new ThreadPoolTaskExecutor();
        }
    }

    /** Holds its executor, as generated applications do, where no post-processor finds it. */
    static final class WrappingExecutor implements AsyncTaskExecutor, DisposableBean {

        private final ThreadPoolTaskExecutor inner = new ThreadPoolTaskExecutor();

        WrappingExecutor() {
            inner.initialize();
        }

        @Override
        public void execute(Runnable task) {
            inner.execute(task);
        }

        @Override
        public Future<?> submit(Runnable task) {
            return inner.submit(task);
        }

        @Override
        public <T> Future<T> submit(Callable<T> task) {
            return inner.submit(task);
        }

        @Override
        public void destroy() {
            inner.destroy();
        }
    }

    interface Work {

        void tell(CompletableFuture<@Nullable String> seen);

        void fail(String message);

        Future<@Nullable String> future();

        CompletableFuture<@Nullable String> completable();

        /** Leaves a store behind, where nothing prevents that. */
        void enter();
    }

    /** Behind an interface: on Spring Boot 3.5 its proxy is one of the JDK. */
    static class Worker implements Work {

        @Override
        @Async
        public void tell(CompletableFuture<@Nullable String> seen) {
            seen.complete(USER.getStore());
        }

        @Override
        @Async
        public void fail(String message) {
            throw new IllegalStateException(message);
        }

        @Override
        @Async
        public Future<@Nullable String> future() {
            return CompletableFuture.completedFuture(USER.getStore());
        }

        @Override
        @Async
        public CompletableFuture<@Nullable String> completable() {
            return CompletableFuture.completedFuture(USER.getStore());
        }

        @Override
        @Async
        public void enter() {
            USER.enterWith("left");
            throw new IllegalStateException("after entering");
        }
    }
}
