// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What docs/recipes/logging.md shows, at work. */
@ExtendWith({FreshLogging.class, OutputCaptureExtension.class})
class LoggingRecipeTest {

    @Test
    void tellsTheKeysOnEachThreadAndNothingOutside(CapturedOutput output) {
        try (RunningApplication application = RunningApplication.withWebServer(
                Application.class,
                "alsx.logging.mdc.keys=requestId,method,path",
                "logging.pattern.console=[%X{requestId}|%X{method}|%X{path}|%X{customer}] %msg%n")) {
            application.body("/work", "X-Request-Id", "r-1", "X-Customer", "ada");
            LoggerFactory.getLogger(LoggingRecipeTest.class).info("outside");
        }
        assertThat(output)
                .contains("[r-1|GET|/work|ada] on the request's thread")
                .contains("[r-1|GET|/work|ada] on the worker")
                .contains("[|||] outside");
    }

    @Test
    void theStandardPatternHasAPlaceForTheId(CapturedOutput output) {
        try (RunningApplication application =
                RunningApplication.withWebServer(Application.class, "logging.pattern.correlation=[%X{requestId:-}] ")) {
            application.body("/work", "X-Request-Id", "r-2");
        }
        assertThat(output.toString().lines())
                .anyMatch(line -> line.contains("[r-2]") && line.contains("on the worker"));
    }

    @Test
    void tomcatsAccessLogTellsTheIdOfTheAnswer(@TempDir Path logs) throws IOException {
        try (RunningApplication application = RunningApplication.withWebServer(
                Application.class,
                "alsx.web.request-id.response=true",
                "server.tomcat.accesslog.enabled=true",
                "server.tomcat.accesslog.directory=" + logs,
                "server.tomcat.accesslog.pattern=%{X-Request-Id}o %U")) {
            application.body("/work", "X-Request-Id", "r-3");
        }
        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(file).content().isEqualToIgnoringNewLines("r-3 /work"));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Desk.class, Worker.class})
    static class Application {

        @Bean
        RequestStoreFactory storeFactory() {
            return request -> {
                RequestStore store = new RequestStore(request);
                String customer = request.header("X-Customer");
                if (customer != null) {
                    store.put("customer", customer);
                }
                return store;
            };
        }

        @Bean
        MdcEntry<RequestStore> customer(AsyncLocalStorage<RequestStore> requests) {
            return new MdcEntry<>("customer", requests, store -> store.get("customer", String.class));
        }
    }

    @RestController
    static class Desk {

        private final Worker worker;

        Desk(Worker worker) {
            this.worker = worker;
        }

        @GetMapping("/work")
        String work() {
            LoggerFactory.getLogger(Desk.class).info("on the request's thread");
            worker.work().join();
            return "done";
        }
    }

    static class Worker {

        private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

        @Async
        CompletableFuture<String> work() {
            LOG.info("on the worker");
            return CompletableFuture.completedFuture("done");
        }
    }
}
