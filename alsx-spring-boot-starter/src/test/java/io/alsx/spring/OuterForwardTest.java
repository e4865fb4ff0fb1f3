// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Code outside of our filter that forwards to what is inside of it, or includes that. */
class OuterForwardTest {

    /** As Spring Boot's {@code ErrorPageFilter} does it in a war. */
    @Test
    void hasAnErrorPageMadeInTheStoreOfTheRequestThatFailed() {
        try (var application =
                RunningApplication.withWebServer(Application.class, "alsx.web.request-id.response=true")) {
            HttpResponse<String> page = application.get("/failing", "X-Request-Id", "abc");

            assertThat(page.body()).isEqualTo("page of abc.");
            assertThat(page.headers().allValues("X-Request-Id")).containsExactly("abc");
        }
    }

    @Test
    void hasEachIncludeMadeInTheStoreThatTheFirstOneBegan() {
        try (var application = RunningApplication.withWebServer(Application.class, "alsx.web.url-patterns=/page")) {
            assertThat(application.body("/twice", "X-Request-Id", "abc")).isEqualTo("page of abc.page of abc.");
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Application {

        @Bean
        FilterRegistrationBean<Filter> errorPages() {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                try {
                    chain.doFilter(request, response);
                } catch (ServletException e) {
                    response.reset();
                    request.getRequestDispatcher("/page").forward(request, response);
                }
            });
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
            return registration;
        }
    }

    @RestController
    static class Pages {

        private final AsyncLocalStorage<RequestStore> storage;

        Pages(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/failing")
        String failing() {
            throw new IllegalStateException("on purpose");
        }

        @GetMapping("/page")
        String page() {
            RequestStore store = storage.getStore();
            return "page of " + (store == null ? "nobody" : store.requestId()) + ".";
        }

        @GetMapping("/twice")
        void twice(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            request.getRequestDispatcher("/page").include(request, response);
            request.getRequestDispatcher("/page").include(request, response);
        }
    }
}
