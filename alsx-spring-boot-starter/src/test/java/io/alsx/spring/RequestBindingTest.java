// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an application adds to, or puts in the place of, the store of a request. */
class RequestBindingTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private static final AsyncLocalStorage<Integer> ABSENT = AsyncLocalStorage.named("absent");

    @Test
    void entersEachBindingBesideTheRequestStore() {
        try (var application = RunningApplication.withWebServer(Bindings.class)) {
            assertThat(application.body("/seen", "X-Tenant", "acme", "X-Request-Id", "abc"))
                    .isEqualTo("abc acme null");
            assertThat(application.body("/seen", "X-Request-Id", "abc")).isEqualTo("abc null null");
            assertThat(Bindings.storeWhenBound).hasValue("abc");
        }
    }

    @Test
    void makesTheStoreWithTheFactoryOfTheApplication() {
        try (var application = RunningApplication.withWebServer(OwnStore.class)) {
            assertThat(application.body("/seen?a=b", "X-Tenant", "acme", "X-Request-Id", "abc"))
                    .isEqualTo("TenantStore GET /seen abc acme true");
        }
    }

    @Test
    void failsTheRequestWhereTheFactoryThrowsOrGivesNull() {
        try (var application = RunningApplication.withWebServer(
                BadFactory.class, "server.tomcat.threads.max=1", "server.tomcat.threads.min-spare=1")) {
            for (String fault : List.of("throw", "null", "binding")) {
                assertThat(application.get("/seen", "X-Fault", fault).statusCode())
                        .as(fault)
                        .isEqualTo(500);
                assertThat(application.body("/seen", "X-Request-Id", "abc")).isEqualTo("abc null null");
            }
        }
        assertThat(BadFactory.seenOutside).isNotEmpty().containsOnly("null null");
    }

    @Test
    void leavesRequestsOutsideOfTheUrlPatternsAlone() {
        try (var application = RunningApplication.withWebServer(
                Patterns.class, "alsx.web.url-patterns=/api/*,*.html", "alsx.web.request-id.response=true")) {
            assertThat(application.body("/api/seen")).isEqualTo("true");
            assertThat(application.body("/seen.html")).isEqualTo("true");
            assertThat(application.body("/seen")).isEqualTo("false");
            assertThat(application.get("/seen").headers().firstValue("X-Request-Id"))
                    .isEmpty();
        }
    }

    @Test
    void isCalledInTheOrderThatIsSet() {
        try (var application = RunningApplication.withWebServer(Ordering.class)) {
            assertThat(application.body("/seen")).isEqualTo("-2147483639:false 0:true ");
        }
        try (var application = RunningApplication.withWebServer(Ordering.class, "alsx.web.order=1")) {
            assertThat(application.body("/seen")).isEqualTo("-2147483639:false 0:false ");
        }
    }

    @Import(Controller.class)
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Bindings {

        static final AtomicReference<@Nullable String> storeWhenBound = new AtomicReference<>();

        @Bean
        RequestBinding<String> tenant(AsyncLocalStorage<RequestStore> storage) {
            return new RequestBinding<>(TENANT, request -> {
                storeWhenBound.set(storage.requireStore().requestId());
                return request.header("x-tenant");
            });
        }

        @Bean
        RequestBinding<Integer> absent() {
            return new RequestBinding<>(ABSENT, request -> null);
        }
    }

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/seen")
        String seen() {
            return storage.requireStore().requestId() + " " + TENANT.getStore() + " " + ABSENT.getStore();
        }
    }

    @RestController
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class OwnStore {

        @Bean
        RequestStoreFactory factory() {
            return request -> new TenantStore(
                    request, request.header("X-Tenant"), request.unwrap(HttpServletRequest.class) != null);
        }

        @Bean
        Object seenController(AsyncLocalStorage<RequestStore> storage) {
            return new SeenController(storage);
        }
    }

    @RestController
    static class SeenController {

        private final AsyncLocalStorage<RequestStore> storage;

        SeenController(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/seen")
        String seen() {
            TenantStore store = (TenantStore) storage.requireStore();
            return store.getClass().getSimpleName() + " " + store + " " + store.tenant + " " + store.servlet;
        }
    }

    static class TenantStore extends RequestStore {

        private final @Nullable String tenant;

        private final boolean servlet;

        TenantStore(RequestInfo request, @Nullable String tenant, boolean servlet) {
            super(request);
            this.tenant = tenant;
            this.servlet = servlet;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class BadFactory {

        static final List<String> seenOutside = new CopyOnWriteArrayList<>();

        @Bean
        @SuppressWarnings("NullAway") // what an application without a checker does
        RequestStoreFactory factory() {
            return request -> {
                if ("throw".equals(request.header("X-Fault"))) {
                    throw new IllegalStateException("thrown in a factory");
                }
                return "null".equals(request.header("X-Fault")) ? null : new RequestStore(request);
            };
        }

        @Bean
        RequestBinding<String> failing() {
            return new RequestBinding<>(TENANT, request -> {
                if ("binding".equals(request.header("X-Fault"))) {
                    throw new IllegalStateException("thrown in a binding");
                }
                return null;
            });
        }

        @Bean
        FilterRegistrationBean<Filter> outermost(AsyncLocalStorage<RequestStore> storage) {
            var registration = new FilterRegistrationBean<Filter>((request, response, chain) -> {
                try {
                    chain.doFilter(request, response);
                } finally {
                    seenOutside.add(storage.getStore() + " " + TENANT.getStore());
                }
            });
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
            return registration;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(AnyController.class)
    static class Patterns {}

    @RestController
    static class AnyController {

        private final AsyncLocalStorage<RequestStore> storage;

        AnyController(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping({"/seen", "/api/seen", "/seen.html"})
        String seen() {
            return String.valueOf(storage.getStore() != null);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Ordering {

        @Bean
        FilterRegistrationBean<Filter> before(AsyncLocalStorage<RequestStore> storage) {
            return writing(Ordered.HIGHEST_PRECEDENCE + 9, storage);
        }

        @Bean
        FilterRegistrationBean<Filter> after(AsyncLocalStorage<RequestStore> storage) {
            return writing(0, storage);
        }

        private static FilterRegistrationBean<Filter> writing(int order, AsyncLocalStorage<RequestStore> storage) {
            var registration = new FilterRegistrationBean<Filter>((request, response, chain) -> {
                response.getWriter().write(order + ":" + (storage.getStore() != null) + " ");
                if (order < 0) {
                    chain.doFilter(request, response);
                }
            });
            registration.setOrder(order);
            registration.setName("writing" + order);
            return registration;
        }
    }
}
