// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What docs/getting-started.md has one write, at work. */
@ExtendWith({FreshLogging.class, OutputCaptureExtension.class})
class GettingStartedTest {

    @Test
    void showsTheIdOnTheAsyncThreadAndInTheLog(CapturedOutput output) {
        try (RunningApplication application = RunningApplication.withWebServer(
                Application.class,
                "alsx.web.request-id.response=true",
                "logging.pattern.console=%thread %X{requestId} %msg%n")) {
            assertThat(application.body("/orders/42", "X-Request-Id", "first-order"))
                    .isEqualTo("42 confirmed for first-order on task-1");
            assertThat(application.get("/orders/42").headers().firstValue("X-Request-Id"))
                    .isPresent();
        }
        assertThat(output).contains("task-1 first-order confirming 42");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Orders.class, Confirmations.class})
    static class Application {}

    @RestController
    static class Orders {

        private final Confirmations confirmations;

        Orders(Confirmations confirmations) {
            this.confirmations = confirmations;
        }

        @GetMapping("/orders/{id}")
        CompletableFuture<String> order(@PathVariable("id") String id) {
            return confirmations.confirm(id);
        }
    }

    @Service
    static class Confirmations {

        private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);

        private final AsyncLocalStorage<RequestStore> requests;

        Confirmations(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        @Async
        public CompletableFuture<String> confirm(String id) {
            LOG.info("confirming {}", id);
            String request = requests.requireStore().requestId();
            String thread = Thread.currentThread().getName();
            return CompletableFuture.completedFuture(id + " confirmed for " + request + " on " + thread);
        }
    }
}
