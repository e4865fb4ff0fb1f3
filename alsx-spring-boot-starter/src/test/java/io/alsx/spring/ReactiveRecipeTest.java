// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What docs/recipes/reactive.md shows, at work on Reactor Netty. */
class ReactiveRecipeTest {

    @Test
    void theIdIsThereWithoutAnySetting() {
        try (RunningApplication application = RunningApplication.withReactiveWebServer(Application.class)) {
            assertThat(application.body("/hop", "X-Request-Id", "abc")).isEqualTo("abc from the view");
            assertThat(application.body("/blocking", "X-Request-Id", "abc")).isEqualTo("abc in bound code");
            assertThat(application.body("/async", "X-Request-Id", "abc")).isEqualTo("abc on the worker");
            assertThat(application.body("/operator", "X-Request-Id", "abc")).isEqualTo("null in an operator");
        }
    }

    @Test
    void theIdIsInEachOperatorWithThePropertyOn() {
        try (RunningApplication application =
                RunningApplication.withReactiveWebServer(Application.class, "alsx.reactor.automatic=true")) {
            assertThat(application.body("/operator", "X-Request-Id", "abc")).isEqualTo("abc in an operator");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Desk.class, Worker.class})
    static class Application {}

    @RestController
    static class Desk {

        private final AsyncLocalStorage<RequestStore> requests;

        private final Worker worker;

        Desk(AsyncLocalStorage<RequestStore> requests, Worker worker) {
            this.requests = requests;
            this.worker = worker;
        }

        @GetMapping("/hop")
        Mono<String> hop() {
            return Mono.just(" from the view")
                    .publishOn(Schedulers.parallel())
                    .transformDeferredContextual((text, view) ->
                            text.map(end -> ContextPublishers.snapshot(view).run(() -> id() + end)));
        }

        @GetMapping("/blocking")
        Mono<String> blocking() {
            return Mono.fromCallable(AsyncLocalStorage.bind(() -> id() + " in bound code"))
                    .subscribeOn(Schedulers.boundedElastic());
        }

        @GetMapping("/async")
        Mono<String> async() {
            return Mono.fromFuture(worker::work); // the @Async method is called in the request's context
        }

        @GetMapping("/operator")
        Mono<String> operator() {
            return Mono.just(" in an operator").publishOn(Schedulers.parallel()).map(end -> id() + end);
        }

        private String id() {
            RequestStore store = requests.getStore();
            return store == null ? "null" : store.requestId();
        }
    }

    static class Worker {

        private final AsyncLocalStorage<RequestStore> requests;

        Worker(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        @Async
        CompletableFuture<String> work() {
            return CompletableFuture.completedFuture(requests.requireStore().requestId() + " on the worker");
        }
    }
}
