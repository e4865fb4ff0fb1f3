// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.View;

/** A filter that is outside of ours, and fails before a request has a store. */
class EarlierFilterTest {

    @Test
    void hasItsErrorPageMadeWithAStore() {
        try (var application = RunningApplication.withWebServer(Application.class)) {
            for (String id : new String[] {"a", "b"}) {
                assertThat(application.body("/", "X-Request-Id", id, "Accept", "text/html"))
                        .isEqualTo("error of " + id);
            }
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        FilterRegistrationBean<Filter> failing() {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                throw new IllegalStateException("on purpose");
            });
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
            return registration;
        }

        /** The name is what Spring Boot's error controller shows. */
        @Bean
        View error(AsyncLocalStorage<RequestStore> storage) {
            return new View() {

                @Override
                public String getContentType() {
                    return "text/html";
                }

                @Override
                public void render(
                        @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
                        throws IOException {
                    RequestStore store = storage.getStore();
                    response.getWriter().write("error of " + (store == null ? "nobody" : store.requestId()));
                }
            };
        }
    }
}
