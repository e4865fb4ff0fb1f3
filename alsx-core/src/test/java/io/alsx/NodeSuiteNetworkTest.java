// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private CompletableFuture<HttpResponse<byte[]>> send() {
        return client.sendAsync(request(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort()))
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
                                request(),
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
    @DisplayName("async-hooks/test-async-local-storage-socket.js")
    void showTheStoreOfTheCodeThatReadsFromASocket() throws Exception {
        CompletableFuture<Object> seen = new CompletableFuture<>();
        CompletionHandler<Integer, String> handler = new CompletionHandler<>() {
            @Override
            public void completed(Integer bytes, String attachment) {
                seen.complete(attachment + bytes + storage.getStore());
            }

            @Override
            public void failed(Throwable error, String attachment) {
                seen.completeExceptionally(error);
            }
        };
        try (AsynchronousServerSocketChannel listening = AsynchronousServerSocketChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                AsynchronousSocketChannel reading = AsynchronousSocketChannel.open()) {
            reading.connect(listening.getLocalAddress()).get(20, TimeUnit.SECONDS);
            try (AsynchronousSocketChannel writing = listening.accept().get(20, TimeUnit.SECONDS)) {
                storage.run(
                        "A",
                        () -> reading.read(
                                ByteBuffer.allocate(8), "got ", AsyncLocalStorage.bind(handlerType(), handler)));
                writing.write(ByteBuffer.wrap(new byte[] {1})).get(20, TimeUnit.SECONDS);
                assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("got 1A");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Class<CompletionHandler<Integer, String>> handlerType() {
        return (Class<CompletionHandler<Integer, String>>) (Class<?>) CompletionHandler.class;
    }
}
