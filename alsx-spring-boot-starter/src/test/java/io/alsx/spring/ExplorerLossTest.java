// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.insight.Timeline;
import io.alsx.spring.insight.TimelineEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What one request has lost is not told as another's, be it the only one that has a thread at that moment. */
class ExplorerLossTest {

    @Test
    void isOfNobodyWhereAnotherRequestWaits() {
        try (RunningApplication application = RunningApplication.withWebServer(
                Application.class, "alsx.explorer.enabled=true", "alsx.diagnostics.lost-context=log")) {
            Timeline timeline = application.bean(Timeline.class);
            CompletableFuture<HttpResponse<String>> waiting = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + application.port() + "/waiting"))
                                    .header("X-Request-Id", "waiting")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> timeline.events().events().stream()
                            .anyMatch(event ->
                                    event instanceof TimelineEvent.Ended && "waiting".equals(event.request())));

            assertThat(application.body("/running", "X-Request-Id", "running")).isEqualTo("null");
            assertThat(waiting.orTimeout(60, TimeUnit.SECONDS).join().body()).isEqualTo("null");
            assertThat(timeline.events().events())
                    .filteredOn(TimelineEvent.Lost.class::isInstance)
                    .singleElement()
                    .extracting(TimelineEvent::request)
                    .isNull();
        }
    }

    @RestController
    static class Controller {

        private final CompletableFuture<String> running = new CompletableFuture<>();

        private final CompletableFuture<String> lost = new CompletableFuture<>();

        private final AsyncLocalStorage<RequestStore> storage;

        private final ExecutorService plainPool;

        Controller(AsyncLocalStorage<RequestStore> storage, @Qualifier("plainPool") ExecutorService plainPool) {
            this.storage = storage;
            this.plainPool = plainPool;
        }

        @GetMapping("/waiting")
        CompletableFuture<String> waiting() {
            plainPool.execute(() -> {
                running.join();
                lost.complete(String.valueOf(storage.getStore()));
            });
            return lost;
        }

        @GetMapping("/running")
        String running() {
            running.complete("now");
            return lost.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Application {

        @Bean(defaultCandidate = false, destroyMethod = "shutdown")
        ExecutorService plainPool() {
            return Executors.newSingleThreadExecutor();
        }
    }
}
