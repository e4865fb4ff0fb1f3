// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;
import static io.alsx.spring.SoakApplication.tenantOf;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.SoakApplication.Eye;
import io.alsx.spring.SoakApplication.Neighbour;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.scheduling.annotation.Async;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * All that has a context of its own, at work beside ours: a user who is logged in, a session, a transaction, a cache,
 * observations and spans, baggage, and what Micrometer and OpenTelemetry carry themselves. Nobody has another's.
 */
@EnableCaching
@EnableTransactionManagement
@EnableSpringHttpSession
@Import({SoakNeighbours.Desk.class, SoakNeighbours.Accounts.class, SoakNeighbours.Elsewhere.class})
class SoakNeighbours {

    static final String[] PROPERTIES = {
        "alsx.bridge.security=true", "alsx.bridge.micrometer=true", "spring.autoconfigure.exclude="
    };

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    /** Each tenant is a user. */
    @Bean
    UserDetailsService users() {
        return tenant -> User.withUsername(tenant).password("{noop}p").roles().build();
    }

    @Bean
    MapSessionRepository sessions() {
        return new MapSessionRepository(new ConcurrentHashMap<>());
    }

    @Bean(destroyMethod = "shutdown")
    EmbeddedDatabase database() {
        return new EmbeddedDatabaseBuilder()
                .generateUniqueName(true)
                .setType(EmbeddedDatabaseType.H2)
                .build();
    }

    @Bean
    PlatformTransactionManager transactions(EmbeddedDatabase database) {
        return new DataSourceTransactionManager(database);
    }

    @Bean
    JdbcTemplate jdbc(EmbeddedDatabase database) {
        return new JdbcTemplate(database);
    }

    @Bean
    ContextPropagatingTaskDecorator micrometersOwn() {
        return new ContextPropagatingTaskDecorator();
    }

    @Bean
    SdkTracerProvider tracerProvider() {
        return SdkTracerProvider.builder().build();
    }

    @Bean
    TracingObservationHandler<Observation.Context> spans(SdkTracerProvider tracerProvider) {
        return new DefaultTracingObservationHandler(
                new OtelTracer(tracerProvider.get("soak"), new OtelCurrentTraceContext(), event -> {}));
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService otelsOwn() {
        return Context.taskWrapping(Executors.newFixedThreadPool(2));
    }

    /** Has baggage of OpenTelemetry's own for as long as a dispatch lasts. */
    @Bean
    OncePerRequestFilter baggage() {
        return new OncePerRequestFilter() {

            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                Baggage baggage = Baggage.builder()
                        .put("id", String.valueOf(request.getHeader("X-Request-Id")))
                        .build();
                try (Scope scope = baggage.makeCurrent()) {
                    chain.doFilter(request, response);
                }
            }
        };
    }

    @Bean
    Neighbour user() {
        return (where, id) -> LEDGER.neighbour(
                "user", where, id, tenantOf(id), userName(), where.startsWith("@Async") || where.startsWith("guarded"));
    }

    @Bean
    Neighbour observation(ObservationRegistry registry) {
        return (where, id) -> {
            Observation observation = registry.getCurrentObservation();
            LEDGER.neighbour(
                    "observation",
                    where,
                    id,
                    id,
                    observation == null ? null : observation.getContext().get("id"),
                    where.startsWith("@Async") || where.startsWith("guarded"));
        };
    }

    @Bean
    Neighbour span(AsyncLocalStorage<RequestStore> requestStorage) {
        return (where, id) -> {
            SpanContext found = Span.current().getSpanContext();
            LEDGER.neighbour(
                    "span",
                    where,
                    id,
                    Objects.requireNonNullElse(requestStorage.requireStore().get("trace", String.class), "none yet"),
                    found.isValid() ? found.getTraceId() : null,
                    where.startsWith("@Async") || where.startsWith("guarded"));
        };
    }

    @Bean
    Neighbour baggageEntry() {
        return (where, id) -> LEDGER.neighbour(
                "baggage",
                where,
                id,
                id,
                Baggage.current().getEntryValue("id"),
                where.startsWith("guarded") || where.startsWith("OpenTelemetry"));
    }

    private static @Nullable String userName() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? null : authentication.getName();
    }

    @RestController
    static class Desk {

        private final Eye eye;

        private final SoakWork work;

        private final Accounts accounts;

        private final ObservationRegistry registry;

        private final ExecutorService otelsOwn;

        Desk(Eye eye, SoakWork work, Accounts accounts, ObservationRegistry registry, ExecutorService otelsOwn) {
            this.eye = eye;
            this.work = work;
            this.accounts = accounts;
            this.registry = registry;
            this.otelsOwn = otelsOwn;
        }

        @GetMapping("/guarded")
        CompletableFuture<String> guarded(@RequestHeader("X-Request-Id") String id, HttpSession session) {
            Objects.requireNonNull(registry.getCurrentObservation())
                    .getContext()
                    .put("id", id);
            eye.storage()
                    .requireStore()
                    .put("trace", Span.current().getSpanContext().getTraceId());
            eye.see("guarded, controller", id);
            inSession(id, session);
            if (!accounts.cached(tenantOf(id)).equals(tenantOf(id))) {
                LEDGER.violate("another tenant's value is in the cache", id);
            }
            inTransaction(id);
            CompletableFuture<Void> wrapped = CompletableFuture.runAsync(
                    AsyncLocalStorage.bind((Runnable) () -> eye.see("OpenTelemetry's own executor", id)), otelsOwn);
            CompletableFuture<Void> all = work.work(id);
            eye.see("guarded, at its end", id);
            return all.thenCombine(wrapped, (nothing, neither) -> id);
        }

        private static void inSession(String id, HttpSession session) {
            Object tenant = session.getAttribute("tenant");
            if (tenant == null) {
                session.setAttribute("tenant", tenantOf(id));
            } else if (!tenant.equals(tenantOf(id))) {
                LEDGER.violate("the session of " + tenant, id);
            }
            if (SoakWork.random(200) == 0) {
                LEDGER.fault("session invalidated");
                session.invalidate();
            }
        }

        private void inTransaction(String id) {
            int expected = 1;
            try {
                accounts.book(id);
            } catch (IllegalStateException e) {
                expected = 0;
            }
            if (TransactionSynchronizationManager.isSynchronizationActive() || accounts.clear(id) != expected) {
                LEDGER.violate("a transaction did not end as it should", id);
            }
        }
    }

    static class Accounts {

        private final Eye eye;

        private final Elsewhere elsewhere;

        private final JdbcTemplate jdbc;

        Accounts(Eye eye, Elsewhere elsewhere, JdbcTemplate jdbc) {
            this.eye = eye;
            this.elsewhere = elsewhere;
            this.jdbc = jdbc;
            jdbc.execute("create table booking (id varchar primary key, tenant varchar)");
        }

        @Cacheable(cacheNames = "tenants", sync = true)
        public String cached(String tenant) {
            return new String(tenant);
        }

        @Transactional
        public void book(String id) {
            jdbc.update("insert into booking values (?, ?)", id, tenantOf(id));
            eye.see("guarded, in a transaction", id);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

                @Override
                public void afterCompletion(int status) {
                    eye.see("guarded, after a transaction", id);
                }
            });
            elsewhere.outside(id).join();
            if (!TransactionSynchronizationManager.isActualTransactionActive()) {
                LEDGER.violate("a transaction is gone", id);
            }
            if (SoakWork.random(8) == 0) {
                LEDGER.fault("transaction rolled back");
                throw new IllegalStateException("injected");
            }
        }

        int clear(String id) {
            return jdbc.update("delete from booking where id = ?", id);
        }
    }

    static class Elsewhere {

        private final Eye eye;

        Elsewhere(Eye eye) {
            this.eye = eye;
        }

        /** A transaction is its thread's own. */
        @Async
        public CompletableFuture<String> outside(String id) {
            eye.see("@Async, of a transaction", id);
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                LEDGER.violate("a transaction went along", id);
            }
            return CompletableFuture.completedFuture(id);
        }
    }
}
