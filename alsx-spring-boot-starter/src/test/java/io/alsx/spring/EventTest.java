// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Listeners see the context of who publishes the event, on whatever thread they run. */
class EventTest {

    @ParameterizedTest
    @ValueSource(classes = {OnBean.class, OnNoBean.class, OnExecutorOfTheJdk.class})
    @Surface(value = "Events: `ApplicationEventMulticaster` with an executor", virtual = false)
    void carriesThroughAMulticasterWithAnExecutor(Class<?> source) throws Exception {
        try (var application = RunningApplication.withoutWebServer(source)) {
            assertThat(seenByPlainListener(application)).startsWith("u ").doesNotContain(thisThread());
            assertThat(application.context().getBean("applicationEventMulticaster"))
                    .isExactlyInstanceOf(SimpleApplicationEventMulticaster.class);
        }
    }

    @Test
    void leavesAnExcludedMulticasterOrExecutorAlone() throws Exception {
        for (String excluded : new String[] {"applicationEventMulticaster", "events"}) {
            try (var application = RunningApplication.withoutWebServer(
                    OnExecutorOfTheJdk.class, "alsx.executors.exclude=" + excluded)) {
                assertThat(seenByPlainListener(application)).startsWith("null ");
            }
        }
    }

    @Test
    @Surface("Events: `@EventListener`, `@TransactionalEventListener`, `@Async` or not")
    void carriesIntoListenersOfEachKind() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Plain.class)) {
            assertCarriesIntoListenersOfEachKind(application);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Events: `@EventListener`, `@TransactionalEventListener`, `@Async` or not")
    void carriesIntoListenersOfEachKindOnVirtualThreads() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Plain.class, "spring.threads.virtual.enabled=true")) {
            assertCarriesIntoListenersOfEachKind(application);
        }
    }

    @Test
    @Surface(value = "Events: listeners on an executor of the JDK", virtual = false)
    void carriesIntoListenersOfEachKindOnAnExecutorOfTheJdk() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Raw.class)) {
            assertCarriesIntoListenersOfEachKind(application);
        }
    }

    private static void assertCarriesIntoListenersOfEachKind(RunningApplication application) throws Exception {
        Listeners listeners = application.bean(Listeners.class);
        assertThat(seenByPlainListener(application)).isEqualTo("u " + thisThread());
        assertThat(poll(listeners.async)).startsWith("u ").doesNotContain(thisThread());

        USER.run("outer", () -> {
            new TransactionTemplate(application.bean(PlatformTransactionManager.class))
                    .executeWithoutResult(status ->
                            USER.run("inner", () -> application.context().publishEvent("transactional")));
        });
        assertThat(poll(listeners.transactional)).isEqualTo("outer " + thisThread());
        assertThat(poll(listeners.asyncTransactional)).startsWith("outer ").doesNotContain(thisThread());
        assertThat(poll(listeners.module)).startsWith("outer ").doesNotContain(thisThread());
    }

    private static String seenByPlainListener(RunningApplication application) throws Exception {
        Listeners listeners = application.bean(Listeners.class);
        listeners.clear();
        USER.run("u", () -> application.context().publishEvent("event"));
        return poll(listeners.plain);
    }

    private static String poll(BlockingQueue<String> queue) throws InterruptedException {
        return "" + queue.poll(20, TimeUnit.SECONDS);
    }

    private static String thisThread() {
        return Thread.currentThread().getName();
    }

    /** As Spring Modulith's {@code @ApplicationModuleListener}: the same annotations. */
    @Async
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    @TransactionalEventListener
    @Retention(RetentionPolicy.RUNTIME)
    @interface ModuleListener {}

    static class Listeners {

        final BlockingQueue<String> plain = new LinkedBlockingQueue<>();

        final BlockingQueue<String> async = new LinkedBlockingQueue<>();

        final BlockingQueue<String> transactional = new LinkedBlockingQueue<>();

        final BlockingQueue<String> asyncTransactional = new LinkedBlockingQueue<>();

        final BlockingQueue<String> module = new LinkedBlockingQueue<>();

        void clear() {
            plain.clear();
            async.clear();
        }
    }

    static class Listener {

        private final Listeners listeners;

        Listener(Listeners listeners) {
            this.listeners = listeners;
        }

        @EventListener
        public void plain(String event) {
            listeners.plain.add(seen());
        }

        @Async
        @EventListener
        public void async(String event) {
            listeners.async.add(seen());
        }

        @TransactionalEventListener
        public void transactional(String event) {
            listeners.transactional.add(seen());
        }

        @Async
        @TransactionalEventListener
        public void asyncTransactional(String event) {
            listeners.asyncTransactional.add(seen());
        }

        @ModuleListener
        public void module(String event) {
            listeners.module.add(seen());
        }

        private static String seen() {
            return USER.getStore() + " " + thisThread();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @EnableTransactionManagement
    @Import({Listeners.class, Listener.class, InMemory.class})
    static class Plain {}

    static class Raw extends Plain {

        @Bean
        ExecutorService taskExecutor() {
            return Executors.newFixedThreadPool(2);
        }
    }

    static class OnBean extends Plain {

        @Bean
        ThreadPoolTaskExecutor events() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster(ThreadPoolTaskExecutor events) {
            return multicaster(events);
        }
    }

    static class OnNoBean extends Plain {

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster() {
            return multicaster(new SimpleAsyncTaskExecutor("events-"));
        }
    }

    static class OnExecutorOfTheJdk extends Plain {

        @Bean
        ExecutorService events() {
            return Executors.newFixedThreadPool(2);
        }

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster(ExecutorService events) {
            return multicaster(events);
        }
    }

    private static SimpleApplicationEventMulticaster multicaster(Executor executor) {
        SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
        multicaster.setTaskExecutor(executor);
        return multicaster;
    }

    /** Real transactions of nothing at all. */
    static class InMemory extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
