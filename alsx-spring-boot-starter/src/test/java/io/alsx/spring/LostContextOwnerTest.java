// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.LostContext;
import io.alsx.spring.insight.LostContextCause;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What is lost on the thread of an executor is told of that executor, or of each that it may have been, and of no other. */
class LostContextOwnerTest {

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    private static RunningApplication application;

    private static ContextObserver observer;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(
                Application.class,
                "alsx.diagnostics.lost-context=log",
                "alsx.executors.exclude=excluded,excludedScheduler");
        observer = application.bean(ContextObserver.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void namesTheOneThatIsAtWorkOfTwoWithTheSameNamesOfThreads() throws Exception {
        assertThat(lostOn(executor("alike"))).isEqualTo(new Told("executor 'alike'", LostContextCause.NOT_WRAPPED));
    }

    @Test
    void namesEachOfTwoThatAreBothAtWork() throws Exception {
        try (Busy other = new Busy(executor("alikeToo"))) {
            assertThat(lostOn(executor("alike")))
                    .isEqualTo(new Told("executor 'alike' or 'alikeToo'", LostContextCause.NOT_WRAPPED));
        }
    }

    @Test
    void namesPoolsThatTellNothingOnlyWhileTheyAreAtWork() throws Exception {
        assertThat(lostOn(executor("silent")))
                .isEqualTo(new Told("executor 'silent', or a pool that is no bean", LostContextCause.NOT_WRAPPED));
        try (Busy other = new Busy(executor("silentToo"))) {
            assertThat(lostOn(executor("silent")).executor())
                    .isEqualTo("executor 'silent' or 'silentToo', or a pool that is no bean");
        }
    }

    @Test
    void namesNoBeanForAPoolOfALibrary() throws Exception {
        ExecutorService library = Executors.newFixedThreadPool(1, named("library"));
        try {
            assertThat(lostOn(library)).isEqualTo(new Told("a pool that is no bean", LostContextCause.FOREIGN_POOL));
        } finally {
            library.shutdown();
        }
    }

    @Test
    void looksBehindTheNamesThatAThreadFactoryOfTheApplicationGives() throws Exception {
        assertThat(lostOn(executor("excluded")))
                .isEqualTo(new Told("executor 'excluded', or a pool that is no bean", LostContextCause.EXCLUDED));
    }

    @Test
    void namesASchedulerThatIsExcluded() throws Exception {
        Told told = new Told("executor 'excludedScheduler'", LostContextCause.EXCLUDED);
        ThreadPoolTaskScheduler scheduler = application.bean("excludedScheduler", ThreadPoolTaskScheduler.class);

        assertThat(lostOn(scheduler)).isEqualTo(told);
        assertThat(lostOn(task -> scheduler.schedule(task, Instant.now()))).isEqualTo(told);
    }

    @Test
    void tellsOfATaskDecoratorThatWasTakenAway() throws Exception {
        application.bean("decorated", ThreadPoolTaskExecutor.class).setTaskDecorator(task -> task);
        assertThat(lostOn(executor("decorated")))
                .isEqualTo(new Told("executor 'decorated'", LostContextCause.BYPASSED));
    }

    @Test
    void namesAnExecutorThatStartsAVirtualThreadForEachTask() throws Exception {
        Executor virtual = executor("virtual");
        assumeTrue(virtual.getClass().getName().contains("ThreadPerTask"), "JDK 21 or later");

        assertThat(lostOn(virtual).executor()).isEqualTo("executor 'virtual', or a pool that is no bean");
    }

    @Test
    void countsByPlaceAndExecutor() throws Exception {
        lostOn(executor("alike"));
        lostOn(executor("alike"));
        lostOn(executor("alikeToo"));

        assertThat(observer.lostContexts().places())
                .hasEntrySatisfying(placeOn("alike"), times -> assertThat(times).isGreaterThanOrEqualTo(2))
                .hasEntrySatisfying(
                        placeOn("alikeToo"), times -> assertThat(times).isPositive());
    }

    private static String placeOn(String bean) {
        return observer.lostContexts().places().keySet().stream()
                .filter(place -> place.endsWith(" on executor '" + bean + "'"))
                .findFirst()
                .orElseThrow();
    }

    private static Told lostOn(Executor executor) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        USER.run("ada", () -> executor.execute(() -> seen.complete(String.valueOf(USER.getStore()))));
        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("null");
        awaitEnd(executor);
        List<LostContext> recent = observer.lostContexts().recent();
        LostContext last = recent.get(recent.size() - 1);
        return new Told(last.executor(), last.cause());
    }

    /** A thread is at work for a little longer than its task. */
    private static void awaitEnd(Executor executor) {
        if (executor instanceof ThreadPoolTaskExecutor spring) {
            awaitEnd(spring.getThreadPoolExecutor());
        } else if (executor instanceof ThreadPoolExecutor pool) {
            await().atMost(20, TimeUnit.SECONDS).until(() -> pool.getActiveCount() == 0);
        }
    }

    private static Executor executor(String name) {
        return application.bean(name, Executor.class);
    }

    private static ThreadFactory named(String name) {
        return task -> new Thread(task, name);
    }

    record Told(String executor, LostContextCause cause) {}

    /** Keeps a thread of an executor at work. */
    private record Busy(Executor executor, CountDownLatch end) implements AutoCloseable {

        Busy(Executor executor) throws InterruptedException {
            this(executor, new CountDownLatch(1));
            CountDownLatch begun = new CountDownLatch(1);
            executor.execute(() -> {
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            end.countDown();
            awaitEnd(executor);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ExecutorService alike() {
            return Executors.newFixedThreadPool(1, new CustomizableThreadFactory("alike-"));
        }

        @Bean
        ExecutorService alikeToo() {
            return Executors.newFixedThreadPool(1, new CustomizableThreadFactory("alike-"));
        }

        @Bean
        ExecutorService silent() {
            return Executors.newFixedThreadPool(1, named("silent"));
        }

        @Bean
        ExecutorService silentToo() {
            return Executors.newFixedThreadPool(1, named("silent"));
        }

        @Bean
        ThreadPoolTaskExecutor excluded() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setThreadFactory(named("mine"));
            return executor;
        }

        @Bean
        ThreadPoolTaskScheduler excludedScheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        ThreadPoolTaskExecutor decorated() {
            return new ThreadPoolTaskExecutor();
        }

        /** On a JDK that has no virtual threads, one that knows its own. */
        @Bean
        Executor virtual() throws ReflectiveOperationException {
            return Runtime.version().feature() >= 21
                    ? (Executor) Executors.class
                            .getMethod("newVirtualThreadPerTaskExecutor")
                            .invoke(null)
                    : new ForkJoinPool(1);
        }
    }
}
