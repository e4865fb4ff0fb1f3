// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.spring.RequestStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange behind the future of a call, with a server that answers only when it is told to. */
class WireHttpClientTest {

    private static final int SECONDS = 20;

    private static final AsyncLocalStorage<RequestStore> REQUESTS = AsyncLocalStorage.named("request");

    private final HttpClient client = new WireHttpClient(
            HttpClient.newHttpClient(),
            new OutgoingFields(
                    REQUESTS, "X-Request-Id", List.of(), List.of(), new Recipients(List.of()), new WireLosses()));

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(SECONDS * 1000);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isCancelledWithTheFuture(boolean pushes) throws Exception {
        CompletableFuture<HttpResponse<String>> future = call(pushes);
        try (Socket connection = server.accept()) {
            readRequest(connection);
            assertThat(future.cancel(true)).isTrue();
            assertThat(isClosed(connection)).isTrue();
        }
        assertThat(future).isCancelled();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isAnsweredOtherwiseAndHeldByNothing(boolean pushes) throws Exception {
        CompletableFuture<HttpResponse<String>> future = call(pushes);
        try (Socket connection = server.accept()) {
            readRequest(connection);
            answer(connection);
            assertThat(future.get(SECONDS, TimeUnit.SECONDS).body()).isEqualTo("here");
            await().atMost(SECONDS, TimeUnit.SECONDS).until(() -> future.getNumberOfDependents() == 0);
        }
    }

    /** Which would keep the context of the call, and show it to whoever cancels. */
    @Test
    void needsNoCallbackOfTheUsers() throws Exception {
        Queue<String> made = new ConcurrentLinkedQueue<>();
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                made.add(type);
            }
        });
        hook.enable();
        try {
            CompletableFuture<HttpResponse<String>> future = call(false);
            try (Socket connection = server.accept()) {
                readRequest(connection);
                assertThat(future.getNumberOfDependents()).isPositive();
                assertThat(future.cancel(true)).isTrue();
                assertThat(future.getNumberOfDependents()).isZero();
                assertThat(isClosed(connection)).isTrue();
            }
        } finally {
            hook.disable();
        }
        assertThat(made).isEmpty();
    }

    /** By what a client has from JDK 21 on, which this is not compiled for. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void endsWithTheClient() throws Exception {
        CompletableFuture<HttpResponse<String>> future = call(false);
        try (Socket connection = server.accept()) {
            readRequest(connection);
            end("shutdown");
            assertThat(end("awaitTermination", Duration.ofMillis(1))).isEqualTo(false);
            assertThat(end("isTerminated")).isEqualTo(false);
            end("shutdownNow");
            assertThat(isClosed(connection)).isTrue();
        }
        assertThat(end("awaitTermination", Duration.ofSeconds(SECONDS))).isEqualTo(true);
        assertThat(end("isTerminated")).isEqualTo(true);
        assertThat(future).failsWithin(Duration.ofSeconds(SECONDS));
        assertThatIOException().isThrownBy(() -> client.send(request(), BodyHandlers.ofString()));
    }

    private @Nullable Object end(String method, Duration... limit) throws Exception {
        Class<?>[] types = limit.length == 0 ? new Class<?>[0] : new Class<?>[] {Duration.class};
        return HttpClient.class.getMethod(method, types).invoke(client, (Object[]) limit);
    }

    private CompletableFuture<HttpResponse<String>> call(boolean pushes) {
        return pushes
                ? client.sendAsync(request(), BodyHandlers.ofString(), null)
                : client.sendAsync(request(), BodyHandlers.ofString());
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static void readRequest(Socket connection) throws IOException {
        connection.setSoTimeout(SECONDS * 1000);
        InputStream in = connection.getInputStream();
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).isNotNegative();
            request.append((char) next);
        }
    }

    private static void answer(Socket connection) throws IOException {
        connection
                .getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere".getBytes(StandardCharsets.US_ASCII));
    }

    /** Fails when the other side has not closed it in time. */
    private static boolean isClosed(Socket connection) throws IOException {
        try {
            return connection.getInputStream().read() == -1;
        } catch (SocketException e) { // it was reset
            return true;
        }
    }
}
