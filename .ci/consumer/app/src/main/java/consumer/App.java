// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

package consumer;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Starts, sends itself a request, whose answer comes from an asynchronous method, says what it got, and stops. */
@SpringBootApplication
@EnableAsync
public class App {

    public static void main(String[] arguments) throws Exception {
        try (var application = SpringApplication.run(App.class, "--server.port=0", "--spring.main.banner-mode=off")) {
            String url = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("X-Request-Id", "abc")
                    .timeout(Duration.ofSeconds(60))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            System.out.println("Spring Boot " + SpringBootVersion.getVersion() + ": " + answer.body());
        }
    }

    @RestController
    static class Desk {

        private final Work work;

        Desk(Work work) {
            this.work = work;
        }

        @GetMapping("/")
        CompletableFuture<String> answer() {
            return work.whatIsSeen();
        }
    }

    @Service
    static class Work {

        private final AsyncLocalStorage<RequestStore> requests;

        Work(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        @Async
        CompletableFuture<String> whatIsSeen() {
            String id = requests.requireStore().requestId();
            return CompletableFuture.completedFuture(id + " on " + Thread.currentThread().getName());
        }
    }
}
