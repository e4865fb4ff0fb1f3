// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.RequestStore;
import io.alsx.spring.WireField;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.RequestReplySenderContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.SimpleClientHttpRequestFactory;

/** The scopes of an observation, which has more of them than the one in which a request is sent. */
class SenderObservationHandlerTest {

    private static final AsyncLocalStorage<RequestStore> REQUESTS = AsyncLocalStorage.named("request");

    private final RequestStore store = new RequestStore("abc", "GET", "/");

    private final HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final ClientHttpRequest request;

    private final Observation observation;

    SenderObservationHandlerTest() throws IOException {
        OutgoingFields fields = new OutgoingFields(
                REQUESTS,
                "X-Request-Id",
                List.of(WireField.header("tenant", "X-Tenant")),
                List.of(),
                new Recipients(List.of("localhost")),
                new WireLosses());
        registry.observationConfig()
                .observationHandler(
                        new SenderObservationHandler(() -> fields, getClass().getClassLoader()));
        request = new SimpleClientHttpRequestFactory()
                .createRequest(
                        URI.create("http://localhost:" + server.getAddress().getPort() + "/"), HttpMethod.GET);
        RequestReplySenderContext<ClientHttpRequest, Object> context =
                new RequestReplySenderContext<>((carrier, key, value) ->
                        Objects.requireNonNull(carrier).getHeaders().set(key, value));
        context.setCarrier(request);
        observation = Observation.createNotStarted("call", () -> context, registry);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void writeWithTheFirstAlone() {
        REQUESTS.run(store, () -> {
            observation.start();
            observation.openScope().close();
            store.put("tenant", "acme");
            observation.openScope().close();
        });
        HttpHeaders headers = request.getHeaders();
        assertThat(headers.getFirst("X-Request-Id")).isEqualTo("abc");
        assertThat(headers.getFirst("X-Tenant")).isNull();
    }

    @Test
    void failNoTaskThatTheObservationIsCarriedTo() throws Exception {
        REQUESTS.run(store, () -> {
            observation.start();
            observation.openScope().close();
        });
        execute();
        store.put("tenant", "acme"); // learnt from the answer
        Snapshot context = REQUESTS.run(store, () -> AsyncLocalStorage.snapshot());
        CompletableFuture<String> task = CompletableFuture.supplyAsync(() -> context.run(() -> scoped()));
        assertThat(task.get(20, TimeUnit.SECONDS)).isEqualTo("done");
    }

    /** As with a client that opens a scope only when it has sent the request. */
    @Test
    void failNothingWhenTheFirstIsTooLate() throws IOException {
        execute();
        observation.start();
        String done = REQUESTS.run(store, () -> scoped());
        assertThat(done).isEqualTo("done");
        assertThat(request.getHeaders().getFirst("X-Request-Id")).isNull();
    }

    private String scoped() {
        try (Observation.Scope scope = observation.openScope()) {
            return scope.getCurrentObservation() == observation ? "done" : "another";
        }
    }

    /** From then on the headers are read-only. */
    private void execute() throws IOException {
        request.execute().close();
    }
}
