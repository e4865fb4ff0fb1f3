// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that Node's test files of these names pin down: answers from the network, with bound callbacks. */
class NodeSuiteNetworkTest {

    private static final byte[] BODY = "0123456789".repeat(1000).getBytes(UTF_8);

    private final AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private final ExecutorService workers = Executors.newSingleThreadExecutor();

    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, BODY.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(BODY);
            }
        });
        server.setExecutor(ContextExecutors.propagating(workers));
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        workers.shutdownNow();
    }

    private CompletableFuture<HttpResponse<byte[]>> send() {
        return client.sendAsync(request("/"), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort() + path))
                .build();
    }

    private CompletableFuture<Object> storeOfTheAnswer(Object store) {
        return storage.run(store, () -> send().thenApply(AsyncLocalStorage.bindFunction(answer -> storage.getStore())));
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-http.js")
    void showTheStoreOfTheRequest() throws Exception {
        assertThat(storeOfTheAnswer("A").get(20, TimeUnit.SECONDS)).isEqualTo("A");
        assertThat(storage.getStore()).isNull();
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-http-agent.js, parallel/test-async-local-storage-http-agent.js")
    void showTheirOwnStoreOnAReusedConnection() throws Exception {
        for (Object store : List.of("first", "second", "third")) {
            assertThat(storeOfTheAnswer(store).get(20, TimeUnit.SECONDS)).isEqualTo(store);
        }
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-http-multiclients.js")
    void collectTheirPiecesInTheirOwnStore() throws Exception {
        List<CompletableFuture<Integer>> sizes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            List<byte[]> pieces = Collections.synchronizedList(new ArrayList<>());
            sizes.add(storage.run(pieces, () -> {
                Consumer<Optional<byte[]>> collects =
                        piece -> piece.ifPresent(bytes -> storeAsPieces().add(bytes));
                return client.sendAsync(
                                request("/"),
                                HttpResponse.BodyHandlers.ofByteArrayConsumer(AsyncLocalStorage.bindConsumer(collects)))
                        .thenApply(AsyncLocalStorage.bindFunction(answer -> storeAsPieces().stream()
                                .mapToInt(piece -> piece.length)
                                .sum()));
            }));
        }

        for (CompletableFuture<Integer> size : sizes) {
            assertThat(size.get(20, TimeUnit.SECONDS)).isEqualTo(BODY.length);
        }
    }

    @SuppressWarnings("unchecked") // that is what is entered there
    private List<byte[]> storeAsPieces() {
        return (List<byte[]>) storage.requireStore();
    }

    @Test
    @DisplayName("parallel/test-http-uncaught-from-request-callback.js")
    void failWithWhatTheirCallbackThrowsAndHarmNoOther() throws Exception {
        RuntimeException thrown = new RuntimeException("of the callback");
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void after(long asyncId) {}
        });
        hook.enable();
        try {
            CompletableFuture<Void> failing = ContextFutures.follow(send()).thenAccept(answer -> {
                throw thrown;
            });
            assertThat(failing)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCause(thrown);
            assertThat(storeOfTheAnswer("A").get(20, TimeUnit.SECONDS)).isEqualTo("A");
            assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
        } finally {
            hook.disable();
        }
    }

    @Test
    @DisplayName("parallel/test-diagnostics-channel-http-server-start.js")
    void areAnsweredInWhatIsEnteredAtTheirStart() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        ExecutorService others = Executors.newSingleThreadExecutor();
        try {
            HttpContext context = server.createContext("/entered", exchange -> {
                Runnable answer = () -> answer(exchange, seen);
                ContextExecutors.propagating(others).execute(answer);
            });
            context.getFilters().add(Filter.beforeHandler("enters", exchange -> {
                seen.add("start in " + storage.getStore());
                storage.enterWith(exchange.getRequestURI().getQuery());
            }));
            for (String query : List.of("first", "second")) {
                client.sendAsync(request("/entered?" + query), HttpResponse.BodyHandlers.discarding())
                        .get(20, TimeUnit.SECONDS);
            }
        } finally {
            others.shutdownNow();
        }

        assertThat(seen).containsExactly("start in null", "end in first", "start in null", "end in second");
    }

    /** The answer has no length, and so does not end before the exchange is closed. */
    private void answer(HttpExchange exchange, Queue<String> seen) {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(BODY);
            seen.add("end in " + storage.getStore());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
