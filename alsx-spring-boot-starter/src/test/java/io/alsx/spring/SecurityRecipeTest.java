// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.Advisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/** What docs/recipes/security.md shows, at work. */
class SecurityRecipeTest {

    @AfterEach
    void reset() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theWorkerKnowsWhoAskedAndTheNextTaskDoesNot() {
        try (RunningApplication application =
                RunningApplication.withoutWebServer(Application.class, "alsx.bridge.security=true")) {
            Reports reports = application.bean(Reports.class);
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ada", "secret"));

            assertThat(reports.owner().join()).isEqualTo("ada");

            SecurityContextHolder.clearContext();
            assertThat(reports.owner().join()).isEqualTo("nobody");
        }
    }

    @Test
    void withoutThePropertyItDoesNot() {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ada", "secret"));

            assertThat(application.bean(Reports.class).owner().join()).isEqualTo("nobody");
        }
    }

    @Test
    void methodSecurityIsCheckedOnTheWorkerWithWhoAsked() {
        try (RunningApplication application =
                RunningApplication.withoutWebServer(Application.class, "alsx.bridge.security=true")) {
            Reports reports = application.bean(Reports.class);
            SecurityContextHolder.getContext()
                    .setAuthentication(new TestingAuthenticationToken("ada", "secret", "ROLE_ADMIN"));

            assertThat(reports.ofAdministrators().join()).isEqualTo("ada");

            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("bob", "secret"));
            assertThat(reports.ofAdministrators())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void theTenantOfTheUserIsThereBehindAuthenticationAndOnWorkers() {
        try (RunningApplication application = RunningApplication.withWebServer(Application.class)) {
            assertThat(application.body("/tenant", "X-User", "ada")).isEqualTo("tenant of ada, tenant of ada");
            assertThat(application.body("/tenant/later", "X-User", "bob")).isEqualTo("tenant of bob, tenant of bob");
            assertThat(application.get("/tenant").statusCode()).isEqualTo(401);
            assertThat(TENANT.getStore()).isNull();
        }
    }

    static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant of the user");

    static String tenantOf(Authentication user) {
        return "tenant of " + user.getName();
    }

    static final class TenantFilter extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Authentication user = SecurityContextHolder.getContext().getAuthentication();
            try (Scope scope = TENANT.withScope(tenantOf(user))) {
                chain.doFilter(request, response);
            }
        }

        @Override
        protected boolean shouldNotFilterAsyncDispatch() {
            return false; // a scope belongs to its thread, and the rest of an asynchronous answer has another
        }
    }

    /** Stands for Spring Security's, in a few lines. */
    static final class AuthenticationFilter extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String user = request.getHeader("X-User");
            if (user == null) {
                response.setStatus(401);
                return;
            }
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(user, "secret"));
            try {
                chain.doFilter(request, response);
            } finally {
                SecurityContextHolder.clearContext();
            }
        }

        @Override
        protected boolean shouldNotFilterAsyncDispatch() {
            return false;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Reports.class, Desk.class})
    static class Application {

        /** What {@code @EnableMethodSecurity} adds for {@code @PreAuthorize}. */
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor preAuthorize() {
            return AuthorizationManagerBeforeMethodInterceptor.preAuthorize();
        }

        @Bean
        FilterRegistrationBean<AuthenticationFilter> authenticationFilter() {
            return registration(new AuthenticationFilter(), 1);
        }

        @Bean
        FilterRegistrationBean<TenantFilter> tenantFilter() {
            return registration(new TenantFilter(), 2);
        }

        private static <F extends Filter> FilterRegistrationBean<F> registration(F filter, int order) {
            FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
            registration.setOrder(order);
            return registration;
        }
    }

    @RestController
    static class Desk {

        private final Reports reports;

        Desk(Reports reports) {
            this.reports = reports;
        }

        @GetMapping("/tenant")
        String tenant() {
            return TENANT.requireStore() + ", " + reports.tenant().join();
        }

        @GetMapping("/tenant/later")
        Callable<String> later() {
            return this::tenant;
        }
    }

    static class Reports {

        @Async
        public CompletableFuture<String> owner() {
            Authentication user = SecurityContextHolder.getContext().getAuthentication();
            return CompletableFuture.completedFuture(user == null ? "nobody" : user.getName());
        }

        @Async
        @PreAuthorize("hasRole('ADMIN')")
        public CompletableFuture<String> ofAdministrators() {
            return owner();
        }

        @Async
        public CompletableFuture<String> tenant() {
            return CompletableFuture.completedFuture(TENANT.requireStore());
        }
    }
}
