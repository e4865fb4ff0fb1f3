// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A request's store follows it through the filter, an {@code @Async} method and back, on a real server. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "alsx.web.request-id.response=true")
class MainJobTest {

    @LocalServerPort
    private int port;

    @Test
    @Surface(value = "Executors: a request, its `@Async` worker, and the log", virtual = false)
    void followsTheRequestToTheWorkerAndBack() throws Exception {
        HttpResponse<String> response = get("/async");

        assertThat(response.body()).isEqualTo("abc/abc on task-1, abc/abc on the request's thread");
        assertThat(response.headers().firstValue("X-Request-Id")).contains("abc");
    }

    @Test
    void followsTheRequestIntoACallable() throws Exception {
        assertThat(get("/callable").body()).startsWith("abc/abc on task-");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("X-Request-Id", "abc")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Worker.class, Controller.class})
    static class Application {}

    static class Worker {

        private final AsyncLocalStorage<RequestStore> storage;

        Worker(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Async
        CompletableFuture<String> work() {
            return CompletableFuture.completedFuture(
                    seen() + " on " + Thread.currentThread().getName());
        }

        String seen() {
            return storage.requireStore().requestId() + "/" + MDC.get("requestId");
        }
    }

    @RestController
    static class Controller {

        private final Worker worker;

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(Worker worker, AsyncLocalStorage<RequestStore> storage) {
            this.worker = worker;
            this.storage = storage;
        }

        @GetMapping("/async")
        String async() {
            return worker.work().join() + ", " + storage.requireStore().requestId() + "/" + MDC.get("requestId")
                    + " on the request's thread";
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> storage.requireStore().requestId() + "/" + MDC.get("requestId") + " on "
                    + Thread.currentThread().getName();
        }
    }
}
