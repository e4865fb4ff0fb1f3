// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Everything is there though no bean is made before it is asked for. */
class LazyInitializationTest {

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = RunningApplication.withWebServer(Application.class, "spring.main.lazy-initialization=true");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void aRequestReachesAnAsyncMethodAndItsLog() {
        assertThat(application.body("/async", "X-Request-Id", "abc")).isEqualTo("abc, logged as abc");
    }

    @Test
    void aRequestReachesACallable() {
        assertThat(application.body("/callable", "X-Request-Id", "abc")).isEqualTo("abc, logged as abc");
    }

    @Test
    void aPoolOfTheApplicationCarries() throws Exception {
        ThreadPoolTaskExecutor pool = application.context().getBean("pool", ThreadPoolTaskExecutor.class);
        assertThat(of(USER.run("u", () -> pool.submit(() -> USER.getStore())))).isEqualTo("u");
    }

    @Test
    void theSchedulerCarries() throws Exception {
        CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
        TaskScheduler scheduler = application.bean(TaskScheduler.class);
        USER.run("u", () -> scheduler.schedule(() -> seen.complete(USER.getStore()), Instant.now()));
        assertThat(of(seen)).isEqualTo("u");
    }

    @Test
    void theMulticasterCarries() throws Exception {
        USER.run("u", () -> application.context().publishEvent("event"));
        assertThat(application.bean(Work.class).nextEvent()).isEqualTo("u");
    }

    @Test
    void annotatedMethodsHaveTheirResourceAndTheirStore() {
        Work work = application.bean(Work.class);
        assertThat(work.type()).isEqualTo("Work.type");
        assertThat(work.job()).startsWith("JOB Work.job ");
    }

    /** By whoever sends or receives the first message, while others wait for that and have beans that it waits for. */
    @ParameterizedTest
    @ValueSource(strings = {"alsxEntryPoint", "alsxIncomingFields", "alsxOutgoingFields"})
    void whatIsAskedForAmongRequestsIsMadeBefore(String bean) {
        assertThat(application.context().getBeanFactory().containsSingleton(bean))
                .isTrue();
    }

    private static <T extends @Nullable Object> T of(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @EnableScheduling
    @Import({Work.class, Endpoints.class})
    static class Application {

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster() {
            SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
            multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor("events-"));
            return multicaster;
        }
    }

    static class Work {

        private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

        private final AsyncLocalStorage<RequestStore> storage;

        Work(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Async
        public CompletableFuture<String> async() {
            return CompletableFuture.completedFuture(seen());
        }

        String seen() {
            return storage.requireStore().requestId() + ", logged as " + MDC.get("requestId");
        }

        @EventListener
        public void on(String event) {
            events.add("" + USER.getStore());
        }

        @Nullable
        String nextEvent() throws InterruptedException {
            return events.poll(20, TimeUnit.SECONDS);
        }

        @WithAsyncResource
        public String type() {
            return AsyncHooks.executionAsyncResource().type();
        }

        @RunInStore(kind = "JOB")
        public String job() {
            return String.valueOf(storage.getStore());
        }
    }

    @RestController
    static class Endpoints {

        private final Work work;

        Endpoints(Work work) {
            this.work = work;
        }

        @GetMapping("/async")
        CompletableFuture<String> async() {
            return work.async();
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return work::seen;
        }
    }
}
