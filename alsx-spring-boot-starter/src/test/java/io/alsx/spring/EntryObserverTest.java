// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

/** Observers are told of whatever comes in, in its context, before any other code of it, and of its end, after all of it. */
class EntryObserverTest {

    @Test
    void areToldOfServletRequests() {
        try (RunningApplication application = RunningApplication.withWebServer(Application.class)) {
            assertThat(application.body("/hello", "X-Request-Id", "abc")).isEqualTo("abc noted");

            assertThat(application.bean(Noting.class).noted).containsExactly("GET /hello abc abc");
        }
    }

    @Test
    void areToldOfReactiveRequests() {
        try (RunningApplication application = RunningApplication.withReactiveWebServer(Application.class)) {
            assertThat(application.body("/hello", "X-Request-Id", "abc")).isEqualTo("abc noted");

            assertThat(application.bean(Noting.class).noted).containsExactly("GET /hello abc abc");
        }
    }

    @Test
    void areToldOfCallsOfEntryPoints() {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            String seen = application.bean(Job.class).run();

            assertThat(seen).endsWith(" noted");
            String id = seen.substring(0, seen.indexOf(' '));
            assertThat(application.bean(Noting.class).noted).containsExactly("CALL Job.run " + id + " " + id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/hello", "/later", "/completed", "/completedAtOnce", "/failing", "/failingLater", "/missing"})
    void areToldOnceWhenAServletRequestIsOver(String path) {
        try (RunningApplication application = RunningApplication.withWebServer(Application.class)) {
            assertEndIsTold(application, path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hello", "/later", "/failing", "/failingLater", "/missing"})
    void areToldOnceWhenAReactiveRequestIsOver(String path) {
        try (RunningApplication application = RunningApplication.withReactiveWebServer(Application.class)) {
            assertEndIsTold(application, path);
        }
    }

    @Test
    void areToldOnceWhenAReactiveRequestIsOverThatAnOuterFilterHasCapturedFor() {
        try (RunningApplication application = RunningApplication.withReactiveWebServer(Capturing.class)) {
            assertEndIsTold(application, "/hello");

            assertThat(application.bean(Noting.class).noted)
                    .containsExactly("GET /hello abc abc", "GET /hello next next");
        }
    }

    private static void assertEndIsTold(RunningApplication application, String path) {
        application.get(path, "X-Request-Id", "abc");
        List<String> ended = application.bean(Noting.class).ended;
        await().atMost(Duration.ofSeconds(20)).until(() -> !ended.isEmpty());
        application.get("/hello", "X-Request-Id", "next");
        await().atMost(Duration.ofSeconds(20)).until(() -> ended.size() > 1);
        assertThat(ended).containsExactly("GET " + path + " abc noted abc", "GET /hello next noted next");
    }

    /** Which tells of the end of each dispatch. */
    @ParameterizedTest
    @ValueSource(strings = {"/worked", "/worked-and-completed", "/worked-again"})
    @Tag("jetty")
    void areToldOnceWhenAnAsynchronousRequestIsOverOnJetty(String path) {
        try (RunningApplication application = RunningApplication.withWebServer(OnJetty.class, JettyServer.PROPERTY)) {
            application.get(path);
            List<String> order = application.bean(Working.class).order;
            await().atMost(Duration.ofSeconds(20)).until(() -> order.contains("ended"));
            application.get("/hello");
            await().atMost(Duration.ofSeconds(20)).until(() -> order.lastIndexOf("ended") > order.indexOf("ended"));

            assertThat(order).containsExactly("worked", "ended", "ended");
        }
    }

    @Test
    void areToldWhenACallIsOver() {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            application.bean(Job.class).run();
            assertThatIllegalStateException()
                    .isThrownBy(() -> application.bean(Job.class).fail());

            assertThat(application.bean(Noting.class).ended)
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("CALL Job.run "),
                            second -> assertThat(second).startsWith("CALL Job.fail "));
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void failNothingWhenTheyFailAtTheEnd(CapturedOutput output) {
        try (RunningApplication application = RunningApplication.withWebServer(Application.class)) {
            assertThat(application.body("/hello", "X-Request-Id", "bad")).isEqualTo("bad noted");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> output.getAll().contains("An observer failed at the end"));
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void sayNothingWhereThereAreNone(CapturedOutput output) {
        try (RunningApplication application = RunningApplication.withWebServer(Unobserved.class)) {
            assertThat(application.body("/hello", "X-Request-Id", "abc")).isEqualTo("abc null");
            assertThat(output.getAll())
                    .contains("alsx: a store for each request")
                    .doesNotContain("not registered");
        }
    }

    /** Notes the request, the store that it is told of, and the one that it finds. */
    static final class Noting implements EntryObserver {

        private final List<String> noted = new CopyOnWriteArrayList<>();

        private final List<String> ended = new CopyOnWriteArrayList<>();

        private final AsyncLocalStorage<RequestStore> storage;

        Noting(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Override
        public void entered(RequestInfo request, RequestStore store) {
            noted.add(request.method() + " " + request.path() + " " + store.requestId() + " "
                    + storage.requireStore().requestId());
            store.put("note", "noted");
        }

        @Override
        public void ended(RequestInfo request, RequestStore store) {
            if (store.requestId().equals("bad")) {
                throw new IllegalStateException("bad");
            }
            ended.add(request.method() + " " + request.path() + " " + store.requestId() + " "
                    + store.get("note", String.class) + " "
                    + storage.requireStore().requestId());
        }
    }

    /** One that is off. */
    private static final class Deaf implements EntryObserver {

        @Override
        public void entered(RequestInfo request, RequestStore store) {
            throw new AssertionError("told");
        }

        @Override
        public boolean isOn() {
            return false;
        }
    }

    static class Job {

        private final AsyncLocalStorage<RequestStore> storage;

        Job(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @RunInStore
        public String run() {
            RequestStore store = storage.requireStore();
            return store.requestId() + " " + store.get("note", String.class);
        }

        @RunInStore
        public void fail() {
            throw new IllegalStateException();
        }
    }

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/hello")
        String hello() {
            RequestStore store = storage.requireStore();
            return store.requestId() + " " + store.get("note", String.class);
        }

        @GetMapping("/later")
        CompletableFuture<String> later() {
            return CompletableFuture.supplyAsync(
                    () -> "later", CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
        }

        @GetMapping("/failing")
        String failing() {
            throw new IllegalStateException();
        }

        @GetMapping("/failingLater")
        CompletableFuture<String> failingLater() {
            return CompletableFuture.failedFuture(new IllegalStateException());
        }
    }

    /** Ends its request without another dispatch. */
    static class Completing extends HttpServlet {

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext later = request.startAsync();
            if (request.getRequestURI().endsWith("AtOnce")) {
                later.complete();
            } else {
                later.start(later::complete);
            }
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Job.class, Controller.class})
    static class Application {

        @Bean
        Noting noting(AsyncLocalStorage<RequestStore> storage) {
            return new Noting(storage);
        }

        @Bean
        ServletRegistrationBean<Completing> completing() {
            return new ServletRegistrationBean<>(new Completing(), "/completed", "/completedAtOnce");
        }

        @Bean
        EntryObserver deaf() {
            return new Deaf();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Unobserved {}

    /** Outside of ours, and with what its thread has, which is nothing. */
    @Configuration(proxyBeanMethods = false)
    @Import(Application.class)
    static class Capturing {

        @Bean
        @Order(Integer.MIN_VALUE)
        WebFilter capturing() {
            return (exchange, chain) -> chain.filter(exchange).contextCapture();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Application.class, JettyServer.class, Working.class})
    static class OnJetty {

        @Bean
        ServletRegistrationBean<HttpServlet> working(Working working) {
            return new ServletRegistrationBean<>(
                    new HttpServlet() {

                        @Override
                        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                            working.start(request);
                        }
                    },
                    "/worked-and-completed",
                    "/worked-again");
        }
    }

    /** Notes when the work for a request is done, and when its end is told. */
    @RestController
    static class Working implements EntryObserver {

        private static final Executor LATER = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

        private final List<String> order = new CopyOnWriteArrayList<>();

        @GetMapping("/worked")
        CompletableFuture<String> worked() {
            return CompletableFuture.supplyAsync(
                    () -> {
                        order.add("worked");
                        return "worked";
                    },
                    LATER);
        }

        /** Completes, after another dispatch where there is to be one. */
        void start(HttpServletRequest request) {
            boolean again =
                    request.getRequestURI().endsWith("again") && request.getDispatcherType() == DispatcherType.REQUEST;
            AsyncContext context = request.startAsync();
            LATER.execute(() -> {
                if (again) {
                    context.dispatch();
                } else {
                    order.add("worked");
                    context.complete();
                }
            });
        }

        @Override
        public void entered(RequestInfo request, RequestStore store) {}

        @Override
        public void ended(RequestInfo request, RequestStore store) {
            order.add("ended");
        }
    }
}
