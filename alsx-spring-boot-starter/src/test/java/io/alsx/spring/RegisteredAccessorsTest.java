// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.LocaleContextThreadLocalAccessor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What the libraries themselves register with Micrometer moves over our hops, and is gone from the worker afterwards. */
class RegisteredAccessorsTest {

    private final List<Object> registered = new ArrayList<>();

    private final ObservationRegistry observations = ObservationRegistry.create();

    @AfterEach
    void removeAccessors() {
        registered.forEach(ContextRegistry.getInstance()::removeThreadLocalAccessor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void anObservationIsCurrent(String executor) throws Exception {
        observations.observationConfig().observationHandler(context -> true);
        Observation observation = Observation.start("order", observations);

        assertMoves(executor, observations::getCurrentObservation, observation, code -> {
            try (Observation.Scope scope = observation.openScope()) {
                code.run();
            }
        });
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .anyMatch(ObservationThreadLocalAccessor.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void aSpanIsCurrent(String executor) throws Exception {
        Tracer tracer = new SimpleTracer();
        register(new ObservationAwareSpanThreadLocalAccessor(observations, tracer));
        Span span = tracer.nextSpan().name("order").start();

        assertMoves(executor, () -> spanId(tracer), span.context().spanId(), code -> {
            try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                code.run();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void theUserIsLoggedIn(String executor) throws Exception {
        var user = UsernamePasswordAuthenticationToken.authenticated("u", "", List.of());

        assertMoves(executor, () -> SecurityContextHolder.getContext().getAuthentication(), user, code -> {
            SecurityContextHolder.setContext(new SecurityContextImpl(user));
            code.run();
            SecurityContextHolder.clearContext();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void theLocaleIsThere(String executor) throws Exception {
        register(new LocaleContextThreadLocalAccessor());
        Callable<@Nullable Object> locale =
                () -> LocaleContextHolder.getLocaleContext() == null ? null : LocaleContextHolder.getLocale();

        assertMoves(executor, locale, Locale.ITALY, code -> {
            LocaleContextHolder.setLocale(Locale.ITALY);
            code.run();
            LocaleContextHolder.resetLocaleContext();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void theAttributesOfTheRequestAreThere(String executor) throws Exception {
        register(new RequestAttributesThreadLocalAccessor());
        Callable<@Nullable Object> attribute = () -> {
            RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
            return attributes == null ? null : attributes.getAttribute("a", RequestAttributes.SCOPE_REQUEST);
        };

        assertMoves(executor, attribute, "b", code -> {
            MockHttpServletRequest request = new MockHttpServletRequest();
            request.setAttribute("a", "b");
            RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
            code.run();
            RequestContextHolder.resetRequestAttributes();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void theLoggingContextIsThere(String executor) throws Exception {
        register(new Slf4jThreadLocalAccessor("customer"));

        assertMoves(executor, () -> MDC.get("customer"), "c", code -> {
            MDC.put("customer", "c");
            code.run();
            MDC.remove("customer");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void baggageIsThere(String executor) throws Exception {
        ThreadLocal<@Nullable Map<String, String>> baggage = new ThreadLocal<>();
        ContextRegistry.getInstance().registerThreadLocalAccessor("baggage", baggage);
        registered.add("baggage");

        assertMoves(executor, baggage::get, Map.of("a", "b"), code -> {
            baggage.set(Map.of("a", "b"));
            code.run();
            baggage.remove();
        });
    }

    private void register(ThreadLocalAccessor<?> accessor) {
        ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
        registered.add(accessor.key());
    }

    private static @Nullable Object spanId(Tracer tracer) {
        Span span = tracer.currentSpan();
        return span == null ? null : span.context().spanId();
    }

    private interface Setting {

        void around(Runnable code) throws Exception;
    }

    /** On a worker that runs a task with it, one without it, and one that is not ours. */
    private static void assertMoves(
            String executor, Callable<? extends @Nullable Object> value, Object expected, Setting setting)
            throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, "alsx.bridge.micrometer=true")) {
            Methods methods = application.bean(Methods.class);
            CompletableFuture<@Nullable Object> with = new CompletableFuture<>();
            setting.around(() -> methods.on(executor, value, with));
            assertThat(with.get(20, TimeUnit.SECONDS)).isEqualTo(expected);

            CompletableFuture<@Nullable Object> without = new CompletableFuture<>();
            methods.on(executor, value, without);
            assertThat(without.get(20, TimeUnit.SECONDS)).isNull();
            ExecutorService jdk = application.bean(ExecutorService.class);
            assertThat(jdk.<@Nullable Object>submit(value::call).get(20, TimeUnit.SECONDS))
                    .isNull();
        }
    }

    static class Methods {

        private final Worker worker;

        Methods(Worker worker) {
            this.worker = worker;
        }

        void on(String executor, Callable<? extends @Nullable Object> value, CompletableFuture<@Nullable Object> seen) {
            if (executor.equals("jdk")) {
                worker.jdk(value, seen);
            } else {
                worker.pool(value, seen);
            }
        }
    }

    static class Worker {

        @Async("pool")
        void pool(Callable<? extends @Nullable Object> value, CompletableFuture<@Nullable Object> seen) {
            complete(value, seen);
        }

        @Async("jdk")
        void jdk(Callable<? extends @Nullable Object> value, CompletableFuture<@Nullable Object> seen) {
            complete(value, seen);
        }

        private static void complete(
                Callable<? extends @Nullable Object> value, CompletableFuture<@Nullable Object> seen) {
            try {
                seen.complete(value.call());
            } catch (Exception e) {
                seen.completeExceptionally(e);
            }
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Methods.class, Worker.class})
    static class Application {

        @Bean
        TaskExecutor pool() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setCorePoolSize(1);
            return pool;
        }

        @Bean
        ExecutorService jdk() {
            return Executors.newFixedThreadPool(1);
        }
    }
}
