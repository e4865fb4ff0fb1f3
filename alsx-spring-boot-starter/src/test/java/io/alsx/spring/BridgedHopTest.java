// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What bridges carry moves over every hop there is, and is captured and entered once, whatever a task goes through. */
class BridgedHopTest {

    private static final BlockingQueue<String> DECORATOR_SAW = new LinkedBlockingQueue<>();

    private static final BlockingQueue<String> ALSO_SUBMITTED = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk", "wrapper", "propagating", "adapter", "threads"})
    @Surface("Bridges: a `ContextBridge` over each hop")
    void movesIntoAsyncMethodsOnAnyExecutor(String executor) throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            Methods methods = application.bean(Methods.class);
            assertMovesOnce(application, executor, seen -> methods.on(executor, seen));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk", "wrapper"})
    void movesIntoAsyncMethodsOnExecutorsWithoutADecorator(String executor) throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, "alsx.executors.enabled=false")) {
            Methods methods = application.bean(Methods.class);
            assertMovesOnce(application, executor, seen -> methods.on(executor, seen));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "adapter", "threads"})
    void movesIntoTasksOfExecutorsThatTakeADecorator(String executor) throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            Executor bean = application.context().getBean(executor, Executor.class);
            assertMovesOnce(application, executor, seen -> bean.execute(() -> seen.complete(CountingBridge.seen())));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {EventsOnBean.class, EventsOnNoBean.class, EventsOnJdk.class, EventsOnPropagating.class})
    void movesIntoListenersOfEvents(Class<?> source) throws Exception {
        try (var application = RunningApplication.withoutWebServer(source)) {
            CompletableFuture<String> seen = new CompletableFuture<>(); // others listen to other events meanwhile
            CountingBridge.LOCAL.set("u");
            application.context().publishEvent(new Event(seen));
            CountingBridge.LOCAL.remove();
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("u 1");
        }
    }

    @Test
    void movesIntoScheduledTasks() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            assertMovesIntoScheduledTasks(application);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Bridges: a `ContextBridge` over each hop")
    void movesIntoScheduledTasksOnVirtualThreads() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Application.class, "spring.threads.virtual.enabled=true")) {
            assertMovesIntoScheduledTasks(application);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @EnabledForJreRange(min = JRE.JAVA_21)
    void isEnteredOnceForEachRunOfARepeatedTask(boolean decorated) throws Exception {
        try (var application = RunningApplication.withoutWebServer(
                Application.class,
                "spring.threads.virtual.enabled=true",
                "alsx.scheduling.periodic-tasks=capture",
                decorated ? "alsx.enabled=true" : "alsx.executors.exclude=pool")) {
            TaskScheduler scheduler = application.bean(TaskScheduler.class);
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            CountingBridge.LOCAL.set("u");
            ScheduledFuture<?> rate = scheduler.scheduleAtFixedRate(() -> seen.add(CountingBridge.seen()), millis(5));
            ScheduledFuture<?> delay =
                    scheduler.scheduleWithFixedDelay(() -> seen.add(CountingBridge.seen()), millis(5));
            CountingBridge.LOCAL.remove();
            for (int run = 0; run < 10; run++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("u 1");
            }
            rate.cancel(false);
            delay.cancel(false);
        }
    }

    @Test
    void isThereForTheDecoratorOfTheUser() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            DECORATOR_SAW.clear();
            Methods methods = application.bean(Methods.class);
            assertMovesOnce(application, "decorated", seen -> methods.on("decorated", seen));
            assertThat(DECORATOR_SAW.poll(20, TimeUnit.SECONDS)).isEqualTo("u 1");
        }
    }

    @Test
    void clearsWhatTheWorkerKept() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            Methods methods = application.bean(Methods.class);
            ExecutorService jdk = application.context().getBean("jdk", ExecutorService.class);
            jdk.submit(() -> CountingBridge.LOCAL.set("kept")).get(20, TimeUnit.SECONDS);

            CompletableFuture<String> seen = new CompletableFuture<>();
            methods.onJdk(seen);
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("null 1");
            assertThat(jdk.submit(CountingBridge.LOCAL::get).get(20, TimeUnit.SECONDS))
                    .isEqualTo("kept");
        }
    }

    @Test
    void belongsToEachTaskThatATaskSubmits() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            Executor pool = application.context().getBean("pool", Executor.class);
            Methods methods = application.bean(Methods.class);
            assertBelongsToEach(pool, methods::onJdk);
            assertBelongsToEach(
                    application.bean(Worker.class)::run,
                    seen -> pool.execute(() -> seen.complete(CountingBridge.seen())));
        }
    }

    private static void assertBelongsToEach(Executor executor, Consumer<CompletableFuture<String>> submission)
            throws Exception {
        CompletableFuture<String> inner = new CompletableFuture<>();
        CompletableFuture<String> outer = new CompletableFuture<>();
        CountingBridge.LOCAL.set("u");
        executor.execute(() -> {
            CountingBridge.LOCAL.set("v");
            submission.accept(inner);
            outer.complete(CountingBridge.seen());
        });
        CountingBridge.LOCAL.remove();
        assertThat(outer.get(20, TimeUnit.SECONDS)).isEqualTo("v 1");
        assertThat(inner.get(20, TimeUnit.SECONDS)).isEqualTo("v 1");
    }

    /** On the thread of the one it is entered, and the context that says so goes on to the other, which has it from before. */
    @ParameterizedTest
    @ValueSource(strings = {"chain", "again"})
    void movesOverExecutorsThatHandATaskOn(String executor) throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            CountingBridge.LOCAL.set("u");
            application.bean(Methods.class).on(executor, seen);
            CountingBridge.LOCAL.remove();
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("u 1");
        }
    }

    /** A hook may fail whoever misses a store, and nobody but the application asks for any. */
    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk", "wrapper", "propagating", "threads"})
    void asksForNoStoreThatAHookWouldMiss(String executor) throws Exception {
        Set<String> missed = ConcurrentHashMap.newKeySet();
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void missing(AsyncLocalStorage<?> storage) {
                missed.add(storage.name());
            }
        });
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            hook.enable();
            CompletableFuture<String> seen = new CompletableFuture<>();
            application.bean(Methods.class).on(executor, seen);
            seen.get(20, TimeUnit.SECONDS);
        } finally {
            hook.disable();
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void movesIntoWhatTheDecoratorOfTheUserSubmits() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            ALSO_SUBMITTED.clear();
            CompletableFuture<String> seen = new CompletableFuture<>();
            CountingBridge.LOCAL.set("u");
            application.bean(Methods.class).on("submitting", seen);
            CountingBridge.LOCAL.remove();
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("u 1");
            assertThat(ALSO_SUBMITTED.poll(20, TimeUnit.SECONDS)).isEqualTo("u 1");
        }
    }

    @Test
    void mayDependOnAnExecutorThatItIsCarriedBy() throws Exception {
        try (var application = RunningApplication.withoutWebServer(DependingBridge.class)) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            CountingBridge.LOCAL.set("u");
            application.bean(Methods.class).on("pool", seen);
            CountingBridge.LOCAL.remove();
            assertThat(seen.get(20, TimeUnit.SECONDS)).startsWith("u ");
        }
    }

    @Test
    void isFoundWhereBeansAreMadeLazily() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Application.class, "spring.main.lazy-initialization=true")) {
            Methods methods = application.bean(Methods.class);
            assertMovesOnce(application, "jdk", seen -> methods.on("jdk", seen));
        }
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }

    private static void assertMovesIntoScheduledTasks(RunningApplication application) throws Exception {
        TaskScheduler scheduler = application.bean(TaskScheduler.class);
        assertMovesOnce(
                application,
                "scheduled",
                seen -> scheduler.schedule(() -> seen.complete(CountingBridge.seen()), Instant.now()));
    }

    private static void assertMovesOnce(
            RunningApplication application, String what, Consumer<CompletableFuture<String>> submission)
            throws Exception {
        CountingBridge bridge = application.bean(CountingBridge.class);
        bridge.reset();
        CompletableFuture<String> seen = new CompletableFuture<>();
        CountingBridge.LOCAL.set("u");
        try {
            submission.accept(seen);
        } finally {
            CountingBridge.LOCAL.remove();
        }
        assertThat(seen.get(20, TimeUnit.SECONDS)).as(what).isEqualTo("u 1");
        bridge.assertOnce(what);
    }

    record Event(CompletableFuture<String> seen) {}

    static class Methods {

        private final Worker worker;

        Methods(Worker worker) {
            this.worker = worker;
        }

        void onJdk(CompletableFuture<String> seen) {
            worker.jdk(seen);
        }

        void on(String executor, CompletableFuture<String> seen) {
            switch (executor) {
                case "pool" -> worker.pool(seen);
                case "jdk" -> worker.jdk(seen);
                case "wrapper" -> worker.wrapper(seen);
                case "propagating" -> worker.propagating(seen);
                case "adapter" -> worker.adapter(seen);
                case "threads" -> worker.threads(seen);
                case "chain" -> worker.chain(seen);
                case "again" -> worker.again(seen);
                case "submitting" -> worker.submitting(seen);
                default -> worker.decorated(seen);
            }
        }
    }

    static class Worker {

        @Async("pool")
        void run(Runnable task) {
            task.run();
        }

        @Async("pool")
        void pool(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("jdk")
        void jdk(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("wrapper")
        void wrapper(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("propagating")
        void propagating(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("adapter")
        void adapter(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("threads")
        void threads(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("chain")
        void chain(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("again")
        void again(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("submitting")
        void submitting(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }

        @Async("decorated")
        void decorated(CompletableFuture<String> seen) {
            seen.complete(CountingBridge.seen());
        }
    }

    /** As those that wrap another executor, and take no decorator. */
    record Wrapper(Executor executor) implements Executor {

        @Override
        public void execute(Runnable task) {
            executor.execute(() -> task.run());
        }
    }

    /** As one with a queue of its own in front of another executor. */
    record Chain(Executor front, Executor back) implements Executor {

        @Override
        public void execute(Runnable task) {
            front.execute(() -> back.execute(task));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @EnableScheduling
    @Import({Methods.class, Worker.class, Listener.class})
    static class Application {

        @Bean
        CountingBridge bridge() {
            return new CountingBridge();
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor decorated() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setTaskDecorator(seeing());
            return pool;
        }

        @Bean
        SimpleAsyncTaskExecutor threads() {
            return new SimpleAsyncTaskExecutor("threads-");
        }

        @Bean
        ExecutorService jdk() {
            return Executors.newFixedThreadPool(1);
        }

        @Bean
        ExecutorService propagating() {
            return ContextExecutors.propagating(Executors.newFixedThreadPool(1));
        }

        @Bean
        Wrapper wrapper(ThreadPoolTaskExecutor pool) {
            return new Wrapper(pool);
        }

        /** Its threads keep what they are not to show. */
        @Bean
        ThreadPoolTaskExecutor back() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setThreadFactory(task -> new Thread(() -> {
                CountingBridge.LOCAL.set("kept");
                task.run();
            }));
            return pool;
        }

        @Bean
        Chain chain(ThreadPoolTaskExecutor pool, ThreadPoolTaskExecutor back) {
            return new Chain(pool, back);
        }

        /** The same thread twice. */
        @Bean
        Chain again(ThreadPoolTaskExecutor pool) {
            return new Chain(pool, pool);
        }

        @Bean
        ThreadPoolTaskExecutor submitting(ThreadPoolTaskExecutor back) {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setTaskDecorator(task -> () -> {
                back.execute(() -> ALSO_SUBMITTED.add(CountingBridge.seen()));
                task.run();
            });
            return pool;
        }

        @Bean
        TaskExecutorAdapter adapter(ThreadPoolTaskExecutor pool) {
            return new TaskExecutorAdapter(pool);
        }

        private static TaskDecorator seeing() {
            return task -> () -> {
                DECORATOR_SAW.add(CountingBridge.seen());
                task.run();
            };
        }
    }

    static class Listener {

        @EventListener
        void on(Event event) {
            event.seen().complete(CountingBridge.seen());
        }
    }

    static class DependingBridge extends Application {

        @Bean
        ContextBridge second(ThreadPoolTaskExecutor pool) throws Exception {
            CountDownLatch ran = new CountDownLatch(1);
            pool.execute(ran::countDown);
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
            return ContextBridge.of(new ThreadLocal<String>());
        }
    }

    private static SimpleApplicationEventMulticaster multicaster(Executor executor) {
        SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
        multicaster.setTaskExecutor(executor);
        return multicaster;
    }

    static class EventsOnBean extends Application {

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster(ThreadPoolTaskExecutor pool) {
            return multicaster(pool);
        }
    }

    static class EventsOnNoBean extends Application {

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster() {
            return multicaster(new SimpleAsyncTaskExecutor("events-"));
        }
    }

    static class EventsOnJdk extends Application {

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster(ExecutorService jdk) {
            return multicaster(jdk);
        }
    }

    static class EventsOnPropagating extends Application {

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster(ExecutorService propagating) {
            return multicaster(propagating);
        }
    }
}
