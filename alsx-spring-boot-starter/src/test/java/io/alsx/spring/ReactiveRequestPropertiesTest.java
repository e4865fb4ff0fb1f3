// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** The reactive filter does what properties and beans say, as that of the servlet stack does. */
class ReactiveRequestPropertiesTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @Test
    void takesMakesAndTellsIds() {
        try (var application = start("alsx.web.request-id.header=X-Id", "alsx.web.request-id.response=true")) {
            HttpResponse<String> taken = application.get("/id", "X-Id", "one");
            assertThat(taken.body()).isEqualTo("one");
            assertThat(taken.headers().allValues("X-Id")).containsExactly("one");
            HttpResponse<String> made = application.get("/id", "X-Id", "not acceptable");
            assertThat(made.body()).matches(UUID_7);
            assertThat(made.headers().firstValue("X-Id")).contains(made.body());
            assertThat(application.get("/nowhere", "X-Id", "two").headers().firstValue("X-Id"))
                    .contains("two");
        }
    }

    @Test
    void ignoresIncomingIdsAndTellsNoneIfToldSo() {
        try (var application = start("alsx.web.request-id.accept-incoming=false")) {
            HttpResponse<String> made = application.get("/id", "X-Request-Id", "one");
            assertThat(made.body()).matches(UUID_7);
            assertThat(made.headers().firstValue("X-Request-Id")).isEmpty();
        }
    }

    @Test
    void isForPathsThatMatchOnly() {
        try (var application = start("alsx.web.url-patterns=/a/*,/id,*.html")) {
            assertThat(List.of("/a/id", "/a", "/id", "/ab.html"))
                    .allSatisfy(path -> assertThat(application.body(path, "X-Request-Id", "one"))
                            .isEqualTo("one"));
            assertThat(List.of("/ab", "/id/x", "/b/a/id"))
                    .allSatisfy(path -> assertThat(application.body(path, "X-Request-Id", "one"))
                            .isEqualTo("none"));
        }
    }

    @Test
    void matchesPathsBelowTheBasePathAndTellsWholeOnes() {
        try (var application = start("spring.webflux.base-path=/base", "alsx.web.url-patterns=/a/*")) {
            assertThat(application.body("/base/a/path%20x?q=1")).isEqualTo("/base/a/path%20x");
        }
    }

    @Test
    void hasTheOrderOfTheProperty() {
        try (var application = start("alsx.web.order=3")) {
            assertThat(application.body("/id", "X-Request-Id", "one")).isEqualTo("one");
            assertThat(application.get("/order", "X-Request-Id", "one").body()).isEqualTo("filter of order 2: null");
        }
        try (var application = start()) {
            assertThat(application.get("/order", "X-Request-Id", "one").body()).isEqualTo("filter of order 2: one");
        }
    }

    @Test
    void entersBindingsAndTheStoreOfTheFactory() {
        try (var application = start()) {
            assertThat(application.body("/tenant", "X-Tenant", "acme")).isEqualTo("acme of GET Store");
            assertThat(application.body("/tenant")).isEqualTo("null of GET Store");
        }
    }

    @Test
    void failsTheRequestWithTheFactoryAndServesTheNext() {
        try (var application = start()) {
            assertThat(application.get("/id", "X-Fail", "true").statusCode()).isEqualTo(500);
            assertThat(application.body("/id", "X-Request-Id", "next")).isEqualTo("next");
        }
    }

    @Test
    void isMadeOnceThoughTheChainRunsAgain() {
        try (var application = start()) {
            int before = Application.MADE.get();
            assertThat(application.body("/again", "X-Again", "true", "X-Request-Id", "one"))
                    .isEqualTo("one");
            assertThat(Application.MADE.get()).isEqualTo(before + 1);
        }
    }

    @Test
    void isInTheAttributesOfTheExchange() {
        try (var application = start()) {
            assertThat(application.body("/attribute", "X-Request-Id", "one")).isEqualTo("one");
        }
    }

    private static RunningApplication start(String... properties) {
        return RunningApplication.withReactiveWebServer(Application.class, properties);
    }

    static final class Store extends RequestStore {

        Store(RequestInfo request) {
            super(request);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(NettyServer.class)
    @RestController
    static class Application {

        static final AtomicInteger MADE = new AtomicInteger();

        private final AsyncLocalStorage<RequestStore> storage;

        Application(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Bean
        static RequestStoreFactory factory() {
            return request -> {
                MADE.incrementAndGet();
                if (request.header("x-fail") != null) {
                    throw new IllegalStateException("told to fail");
                }
                Objects.requireNonNull(request.unwrap(ServerWebExchange.class), "exchange");
                Objects.requireNonNull(request.unwrap(ServerHttpRequest.class), "request");
                return new Store(request);
            };
        }

        @Bean
        static RequestBinding<String> tenant() {
            return new RequestBinding<>(TENANT, request -> request.header("X-Tenant"));
        }

        @Bean
        @Order(2)
        WebFilter ofOrder2() {
            return (exchange, chain) -> {
                exchange.getAttributes().put("seen", "filter of order 2: " + id("null"));
                return chain.filter(exchange);
            };
        }

        @Bean
        @Order(Integer.MIN_VALUE)
        static WebFilter again() {
            return (exchange, chain) -> exchange.getRequest().getHeaders().getFirst("X-Again") == null
                    ? chain.filter(exchange)
                    : chain.filter(exchange).retry(1);
        }

        @GetMapping({"/id", "/a", "/a/id", "/ab.html", "/ab", "/id/x", "/b/a/id"})
        String id() {
            return id("none");
        }

        @GetMapping("/a/{path}")
        String path() {
            return storage.requireStore().path();
        }

        @GetMapping("/order")
        String order(ServerWebExchange exchange) {
            return exchange.getRequiredAttribute("seen");
        }

        @GetMapping("/tenant")
        String ofTenant() {
            RequestStore store = storage.requireStore();
            return TENANT.getStore() + " of " + store.method() + " "
                    + store.getClass().getSimpleName();
        }

        @GetMapping("/again")
        Mono<String> onceMore(ServerWebExchange exchange) {
            boolean first = exchange.getAttributes().put("again", true) == null;
            return first ? Mono.error(new IllegalStateException("once more")) : Mono.just(id());
        }

        @GetMapping("/attribute")
        String attribute(ServerWebExchange exchange) {
            Snapshot context = exchange.getRequiredAttribute(ContextPublishers.KEY);
            return Snapshot.empty().run(() -> context.run(() -> id()));
        }

        private String id(String none) {
            RequestStore store = storage.getStore();
            return store == null ? none : store.requestId();
        }
    }
}
