// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Automatic propagation is on while an application wants it, on the servlet stack, too. */
class AutomaticPropagationTest {

    private static final String ON = "alsx.reactor.automatic=true";

    @Test
    void showsTheStoreToReactiveResultsOfServletControllers() {
        try (var application = RunningApplication.withWebServer(Application.class, ON)) {
            IntStream.range(0, 60).parallel().forEach(i -> {
                String path = List.of("/mono", "/flux", "/plain").get(i % 3);
                assertThat(application.body(path, "X-Request-Id", "r" + i))
                        .as(path)
                        .isIn("r" + i, ("r" + i).repeat(3));
            });
        }
    }

    @Test
    void isOnWhileAnApplicationWantsIt() {
        assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
        var first = RunningApplication.withoutWebServer(Application.class, ON);
        var second = RunningApplication.withoutWebServer(Application.class, ON, "spring.main.lazy-initialization=true");
        var other = RunningApplication.withoutWebServer(Application.class);
        first.close();
        other.close();
        assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
        second.close();
        assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
    }

    @Test
    void staysOnWhereSomeoneElseSwitchedItOn() {
        Hooks.enableAutomaticContextPropagation();
        try {
            RunningApplication.withoutWebServer(Application.class, ON).close();
            assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
        } finally {
            Hooks.disableAutomaticContextPropagation();
        }
    }

    @Test
    void isOffByDefaultAndWhenAllIsOff() {
        for (String property : List.of("alsx.reactor.automatic=false", "alsx.enabled=false")) {
            try (var application = RunningApplication.withoutWebServer(Application.class, property)) {
                assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
            }
        }
        try (var application = RunningApplication.withoutWebServer(Application.class, ON, "alsx.enabled=false")) {
            assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Endpoints.class)
    static class Application {}

    @RestController
    static class Endpoints {

        private final AsyncLocalStorage<RequestStore> storage;

        Endpoints(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/plain")
        String plain() {
            return id();
        }

        @GetMapping("/mono")
        Mono<String> mono() {
            return Mono.just("")
                    .publishOn(Schedulers.parallel())
                    .flatMap(value -> Mono.fromSupplier(this::id).subscribeOn(Schedulers.boundedElastic()));
        }

        @GetMapping("/flux")
        Mono<String> flux() {
            return Flux.range(0, 3)
                    .publishOn(Schedulers.parallel())
                    .map(i -> id())
                    .publishOn(Schedulers.boundedElastic())
                    .reduce("", (all, id) -> all + (id.equals(id()) ? id : "other"));
        }

        private String id() {
            return storage.requireStore().requestId();
        }
    }
}
