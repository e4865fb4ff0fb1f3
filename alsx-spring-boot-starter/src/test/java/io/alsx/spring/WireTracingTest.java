// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.wire.OutgoingRequests;
import io.alsx.spring.wire.SenderObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** With tracing there is one header for baggage, which has all members, whoever writes first. */
class WireTracingTest {

    private static RunningApplication application;

    private static SdkTracerProvider provider;

    private static ObservationRegistry registry;

    @BeforeAll
    static void start() {
        application = RunningApplication.withWebServer(
                WireApplication.class, WireHttpTest.with("alsx.wire.send-to=localhost"));
        provider = SdkTracerProvider.builder().build();
        Tracer tracer = provider.get("test");
        ContextPropagators propagators = ContextPropagators.create(TextMapPropagator.composite(
                W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()));
        registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(application.bean(SenderObservationHandler.class))
                .observationHandler(new PropagatingSenderTracingObservationHandler<>(
                        new OtelTracer(tracer, new OtelCurrentTraceContext(), event -> {}),
                        new OtelPropagator(propagators, tracer)));
    }

    @AfterAll
    static void stop() {
        application.close();
        provider.close();
    }

    @Test
    void isOneHeaderWithARestTemplate() {
        RestTemplate template = new RestTemplate();
        application.bean(OutgoingRequests.class).addTo(template);
        template.setObservationRegistry(registry);
        assertOne(() -> template.getForObject(uri(), String.class));
    }

    @Test
    void isOneHeaderWithARestClient() {
        RestClient.Builder builder = RestClient.builder().observationRegistry(registry);
        application.bean(OutgoingRequests.class).addTo(builder);
        assertOne(() -> builder.build().get().uri(uri()).retrieve().body(String.class));
    }

    @Test
    void isOneHeaderWithAWebClient() {
        WebClient.Builder builder =
                application.bean(WebClient.Builder.class).clone().observationRegistry(registry);
        assertOne(() -> builder.build()
                .get()
                .uri(uri())
                .retrieve()
                .bodyToMono(String.class)
                .block());
    }

    private static String uri() {
        return "http://localhost:" + application.port() + "/headers";
    }

    private static void assertOne(Supplier<@Nullable String> call) {
        @SuppressWarnings("unchecked")
        AsyncLocalStorage<RequestStore> requests = application.bean("requestStorage", AsyncLocalStorage.class);
        Baggage theirs =
                Baggage.builder().put("theirs", "t").put("tenant", "stale").build();
        String headers;
        try (Scope scope = theirs.makeCurrent()) {
            headers = requests.run(
                    new RequestStore("abc", "GET", "/"),
                    () -> WireApplication.TENANT.run(new WireApplication.Tenant("acme", "north"), call::get));
        }
        assertThat(headers).contains("\"traceparent\":\"00-").containsOnlyOnce("\"baggage\"");
        String baggage = headers.replaceAll(".*\"baggage\":\"([^\"]*)\".*", "$1");
        assertThat(baggage.split(",")).containsExactlyInAnyOrder("theirs=t", "tenant=acme");
    }
}
