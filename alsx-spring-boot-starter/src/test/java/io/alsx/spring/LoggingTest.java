// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a log line tells of the request, on every thread that works for it, and on none that no longer does. */
@ExtendWith({OutputCaptureExtension.class, FreshLogging.class})
class LoggingTest {

    private static final Logger LOG = LoggerFactory.getLogger(LoggingTest.class);

    private static final String PATTERN = "logging.pattern.console=[%X{requestId}|%X{method}|%X{path}] %msg%n";

    private static final String[] ONE_THREAD = {
        PATTERN,
        "server.tomcat.threads.max=1",
        "server.tomcat.threads.min-spare=1",
        "spring.task.execution.pool.core-size=1"
    };

    @Test
    @Surface(value = "Logging: MDC", virtual = false)
    void tellsTheRequestOnEachThreadThatWorksForItAndNotAfterwards(CapturedOutput output) {
        try (var application = RunningApplication.withWebServer(Application.class, ONE_THREAD)) {
            application.get("/all", "X-Request-Id", "abc");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(output.getAll())
                            .contains(
                                    "[abc||] on the request's thread",
                                    "[abc||] on an @Async thread",
                                    "[abc||] bound on a raw thread",
                                    "[||] raw thread after a bound call",
                                    "[abc||] in a resource on a raw thread",
                                    "[||] raw thread after a resource"));
            application.bean(Worker.class).log("worker outside of a request").join();
            assertThat(output.getAll()).contains("[||] worker outside of a request");
        }
        assertThat(MDC.get("requestId")).isNull();
    }

    @Test
    void leavesNothingOnTheServersThread(CapturedOutput output) {
        try (var application = RunningApplication.withWebServer(
                Application.class,
                PATTERN,
                "server.tomcat.threads.max=1",
                "server.tomcat.threads.min-spare=1",
                "alsx.web.url-patterns=/all")) {
            application.get("/all", "X-Request-Id", "abc");
            application.get("/outside");
            assertThat(output.getAll()).contains("[abc||] on the request's thread", "[||] outside of the patterns");
        }
    }

    @Test
    void tellsWhateverKeysAreChosen(CapturedOutput output) {
        try (var application = RunningApplication.withWebServer(
                Application.class, PATTERN, "alsx.logging.mdc.keys=path,requestId,method")) {
            application.get("/all?a=b", "X-Request-Id", "abc");
            assertThat(output.getAll()).contains("[abc|GET|/all] on the request's thread");
        }
        try (var application =
                RunningApplication.withWebServer(Application.class, PATTERN, "alsx.logging.mdc.keys=method")) {
            application.get("/all", "X-Request-Id", "def");
            assertThat(output.getAll()).contains("[|GET|] on the request's thread");
        }
    }

    @Test
    void followsNestedStoresAndExits() {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            AsyncLocalStorage<RequestStore> storage =
                    application.bean(Storage.class).storage();
            storage.run(new RequestStore("outer", "GET", "/"), () -> {
                assertThat(MDC.get("requestId")).isEqualTo("outer");
                storage.run(
                        new RequestStore("inner", "GET", "/"),
                        () -> assertThat(MDC.get("requestId")).isEqualTo("inner"));
                assertThat(MDC.get("requestId")).isEqualTo("outer");
                storage.exit(() -> assertThat(MDC.get("requestId")).isNull());
                assertThat(MDC.get("requestId")).isEqualTo("outer");
                io.alsx.Snapshot.empty()
                        .run(() -> assertThat(MDC.get("requestId")).isNull());
                assertThat(MDC.get("requestId")).isEqualTo("outer");
                storage.enterWith(null);
                assertThat(MDC.get("requestId")).isNull();
            });
            assertThat(MDC.get("requestId")).isNull();
        }
    }

    @Test
    void isBackAfterTheApplicationClearedTheLoggingContext() {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            AsyncLocalStorage<RequestStore> storage =
                    application.bean(Storage.class).storage();
            storage.run(new RequestStore("outer", "GET", "/"), () -> {
                storage.run(new RequestStore("inner", "GET", "/"), MDC::clear);
                assertThat(MDC.get("requestId")).isEqualTo("outer");
            });
        }
    }

    @Test
    void leavesOtherKeysAlone() {
        MDC.put("mine", "1");
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            application
                    .bean(Storage.class)
                    .storage()
                    .run(new RequestStore("a", "GET", "/"), () -> MDC.put("more", "2"));
            assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys("mine", "more");
        } finally {
            MDC.clear();
        }
    }

    @Test
    void doesNothingOnceTheApplicationIsClosed() {
        AsyncLocalStorage<RequestStore> storage;
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            storage = application.bean(Storage.class).storage();
        }
        storage.run(
                new RequestStore("a", "GET", "/"),
                () -> assertThat(MDC.get("requestId")).isNull());
    }

    @Test
    void doesNothingWhenOff(CapturedOutput output) {
        for (String property : List.of("alsx.logging.mdc.enabled=false", "alsx.enabled=false")) {
            try (var application = RunningApplication.withWebServer(Application.class, PATTERN, property)) {
                application.get("/outside", "X-Request-Id", "abc");
            }
        }
        assertThat(output.getAll()).contains("[||] outside of the patterns").doesNotContain("[abc");
    }

    @Test
    @Surface(value = "Logging: structured logs", virtual = false)
    void tellsTheRequestInStructuredLogs(CapturedOutput output) {
        try (var application =
                RunningApplication.withWebServer(Application.class, "logging.structured.format.console=ecs")) {
            application.get("/all", "X-Request-Id", "abc");
            assertThat(output.getAll().lines().filter(line -> line.contains("on the request's thread")))
                    .singleElement()
                    .asString()
                    .startsWith("{")
                    .contains("\"requestId\":\"abc\"");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Worker.class, Storage.class})
    static class Application {

        @Bean
        @ConditionalOnWebApplication
        Controller controller(Worker worker) {
            return new Controller(worker);
        }
    }

    record Storage(AsyncLocalStorage<RequestStore> storage) {}

    static class Worker {

        @Async
        CompletableFuture<String> log(String message) {
            LOG.info(message);
            return CompletableFuture.completedFuture("");
        }
    }

    @RestController
    static class Controller {

        private final Worker worker;

        Controller(Worker worker) {
            this.worker = worker;
        }

        @GetMapping("/all")
        String all() throws InterruptedException {
            LOG.info("on the request's thread");
            worker.log("on an @Async thread").join();
            Runnable bound = AsyncLocalStorage.bind(() -> LOG.info("bound on a raw thread"));
            AsyncResource resource = new AsyncResource("Test");
            Thread thread = new Thread(() -> {
                bound.run();
                LOG.info("raw thread after a bound call");
                resource.runInAsyncScope(() -> LOG.info("in a resource on a raw thread"));
                LOG.info("raw thread after a resource");
            });
            thread.start();
            thread.join(60_000);
            return "";
        }

        @GetMapping("/outside")
        String outside() {
            LOG.info("outside of the patterns");
            return "";
        }
    }
}
