// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Whatever the application's own code does where we call it, fail, enter a store and never leave it, disable a storage, or
 * come back in by way of another request or another task: the requests that follow on the same threads have their own
 * context and nothing else.
 */
@Timeout(120)
class MischievousCallbackTest {

    private static final AsyncLocalStorage<String> LEFT = AsyncLocalStorage.named("left");

    private static final AsyncLocalStorage<String> BOUND = AsyncLocalStorage.named("bound");

    /** Which callback does what. Only once, as what it does may call it again. */
    private static final AtomicReference<Mischief> DUE = new AtomicReference<>();

    private static RunningApplication application;

    private record Mischief(String callback, Runnable deed) {}

    /** How many seconds a request waits for its task, which never ends where what decorates it failed. */
    private static volatile int patience = 60;

    @BeforeAll
    static void start() {
        application = RunningApplication.withWebServer(
                Application.class,
                "server.tomcat.threads.max=3",
                "server.tomcat.threads.min-spare=3",
                "spring.task.execution.pool.core-size=2",
                "spring.task.execution.pool.max-size=2",
                "alsx.wire.send-to=localhost",
                "logging.level.root=off");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void behave() {
        DUE.set(null);
    }

    @ParameterizedTest
    @MethodSource("mischiefs")
    void isOverWithItsRequest(String callback, String what) {
        patience = what.equals("fails") ? 3 : 60;
        DUE.set(new Mischief(callback, deed(what)));
        String answer = application.body("/work", "X-Request-Id", "first-" + callback);

        awaitDeed();
        patience = 60;
        if (!what.equals("fails")) {
            assertThat(answer).startsWith("first-" + callback);
        }
        assertEachHasItsOwn();
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void isOverWithAHook(String what) {
        for (String callback : List.of("init", "before", "after")) {
            AsyncHook hook = AsyncHooks.createHook(new Hook()).enable();
            Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
            try {
                DUE.set(new Mischief(callback, deed(what)));
                application.body("/work", "X-Request-Id", "first-" + callback);
                awaitDeed();
            } finally {
                hook.disable();
                Thread.setDefaultUncaughtExceptionHandler(handler);
            }
            assertEachHasItsOwn();
        }
    }

    @Test
    void isOverWithAStoreListener() {
        BiConsumer<String, String> listener = (before, now) -> mischief("listener");
        BOUND.addStoreListener(listener);
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
        try {
            for (String what : deeds().toList()) {
                DUE.set(new Mischief("listener", deed(what)));
                assertThat(application.body("/work", "X-Request-Id", "first")).startsWith("first");
                awaitDeed();
                assertEachHasItsOwn();
            }
        } finally {
            BOUND.removeStoreListener(listener);
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }

    static Stream<Arguments> mischiefs() {
        return Stream.of(
                        "factory",
                        "binding",
                        "entered",
                        "ended",
                        "read",
                        "write",
                        "trust",
                        "entry-of-the-mdc",
                        "capture",
                        "enter",
                        "leave",
                        "decorator",
                        "decorated")
                .flatMap(callback -> deeds().map(what -> Arguments.of(callback, what)));
    }

    static Stream<String> deeds() {
        return Stream.of("fails", "enters", "opens", "disables", "asks", "submits");
    }

    /** What asks has a connection of its own: on one that it shares, it may wait for the request that it is part of. */
    private static Runnable deed(String what) {
        return switch (what) {
            case "fails" ->
                () -> {
                    throw new IllegalStateException("injected");
                };
            case "enters" -> () -> LEFT.enterWith("left behind");
            case "opens" -> () -> LEFT.withScope("left open");
            case "disables" -> LEFT::disable;
            case "asks" ->
                () -> assertThat(application.raw("/work", "X-Request-Id: inner"))
                        .endsWith("\r\n\r\ninner inner null null");
            case "submits" ->
                () -> LEFT.run("inner", () -> {
                    CompletableFuture<String> ignored =
                            application.bean(Worker.class).seen();
                });
            default -> throw new AssertionError(what);
        };
    }

    /** What comes last of a task, or of a request, comes after the answer. */
    private static void awaitDeed() {
        await().atMost(20, TimeUnit.SECONDS).until(() -> DUE.get() == null);
    }

    /** Often enough for each thread to have its turn. */
    private static void assertEachHasItsOwn() {
        for (int i = 0; i < 6; i++) {
            assertThat(application.body("/work", "X-Request-Id", "later-" + i))
                    .isEqualTo("later-" + i + " later-" + i + " null null");
        }
    }

    private static void mischief(String callback) {
        Mischief due = DUE.get();
        if (due != null && due.callback.equals(callback) && DUE.compareAndSet(due, null)) {
            due.deed.run();
        }
    }

    private static final class Hook implements AsyncHooks.Callbacks {

        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            mischief("init");
        }

        @Override
        public void before(long asyncId) {
            mischief("before");
        }

        @Override
        public void after(long asyncId) {
            mischief("after");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Worker.class, Desk.class})
    static class Application {

        @Bean
        RequestStoreFactory factory() {
            return request -> {
                mischief("factory");
                return new RequestStore(request);
            };
        }

        @Bean
        RequestBinding<String> binding() {
            return new RequestBinding<>(BOUND, request -> {
                mischief("binding");
                return request.requestId();
            });
        }

        @Bean
        EntryObserver observer() {
            return new EntryObserver() {

                @Override
                public void entered(RequestInfo request, RequestStore store) {
                    mischief("entered");
                }

                @Override
                public void ended(RequestInfo request, RequestStore store) {
                    mischief("ended");
                }
            };
        }

        @Bean
        WireCodec<String> codec() {
            return new Codec();
        }

        @Bean
        WireTrust trust() {
            return request -> {
                mischief("trust");
                return true;
            };
        }

        @Bean
        MdcEntry<RequestStore> entry(AsyncLocalStorage<RequestStore> requestStorage) {
            return new MdcEntry<>("seen", requestStorage, store -> {
                mischief("entry-of-the-mdc");
                return store.requestId();
            });
        }

        @Bean
        ContextBridge bridge() {
            return new Bridge();
        }

        @Bean
        TaskDecorator decorator() {
            return task -> {
                mischief("decorator");
                return () -> {
                    mischief("decorated");
                    task.run();
                };
            };
        }
    }

    private static final class Codec implements WireCodec<String> {

        private static final AsyncLocalStorage<String> CROSSING = AsyncLocalStorage.named("crossing");

        @Override
        public AsyncLocalStorage<String> storage() {
            return CROSSING;
        }

        @Override
        public List<WireField> fields() {
            return List.of(WireField.header("crossing", "X-Crossing"));
        }

        @Override
        public Map<String, String> write(String store) {
            mischief("write");
            return Map.of("crossing", store);
        }

        @Override
        public String read(Map<String, String> values) {
            mischief("read");
            return values.getOrDefault("crossing", "");
        }
    }

    private static final class Bridge implements ContextBridge {

        @Override
        public Captured capture() {
            mischief("capture");
            return Bridge::enter;
        }

        @Override
        public Captured nothing() {
            return Bridge::enter;
        }

        private static Scope enter() {
            mischief("enter");
            return () -> mischief("leave");
        }
    }

    static class Worker {

        private final AsyncLocalStorage<RequestStore> storage;

        Worker(AsyncLocalStorage<RequestStore> requestStorage) {
            this.storage = requestStorage;
        }

        @Async
        @WithAsyncResource
        CompletableFuture<String> seen() {
            RequestStore store = storage.getStore();
            String id = store == null ? "none" : store.requestId();
            return CompletableFuture.completedFuture(
                    id.equals(MDC.get("requestId")) ? id + " " + LEFT.getStore() : id + " is logged as another");
        }
    }

    @RestController
    static class Desk {

        private final AsyncLocalStorage<RequestStore> storage;

        private final Worker worker;

        private final RestClient client;

        Desk(AsyncLocalStorage<RequestStore> requestStorage, Worker worker, RestClient.Builder client) {
            this.storage = requestStorage;
            this.worker = worker;
            this.client = client.build();
        }

        @GetMapping("/work")
        String work(@RequestHeader("X-Request-Id") String id) {
            String left = LEFT.getStore();
            if (id.startsWith("first")) {
                Codec.CROSSING.run(
                        "crossing",
                        () -> client.get()
                                .uri("http://localhost:" + application.port() + "/called")
                                .retrieve()
                                .toBodilessEntity());
            }
            return storage.requireStore().requestId() + " "
                    + worker.seen().orTimeout(patience, TimeUnit.SECONDS).join() + " " + left;
        }

        @GetMapping("/called")
        void called() {}
    }
}
