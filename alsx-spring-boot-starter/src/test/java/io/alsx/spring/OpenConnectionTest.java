// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import jakarta.websocket.server.ServerContainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.websocket.server.WsSci;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** A connection lives longer than the request that came over it, and keeps nothing of that. */
class OpenConnectionTest {

    private static final BlockingQueue<WeakReference<RequestStore>> STORES = new LinkedBlockingQueue<>();

    @Test
    void keepsNoStoreBetweenRequestsOnTomcat() throws Exception {
        try (var application = RunningApplication.withWebServer(Endpoint.class)) {
            assertThatNoStoreIsKeptBetweenRequests(application);
        }
    }

    @Test
    void keepsNoStoreBetweenRequestsOnNetty() throws Exception {
        try (var application = RunningApplication.withReactiveWebServer(OnNetty.class)) {
            assertThatNoStoreIsKeptBetweenRequests(application);
        }
    }

    @Test
    void keepsNoStoreOfItsHandshakeAsAWebSocket() throws Exception {
        try (var application = RunningApplication.withWebServer(Sockets.class)) {
            Messages messages = new Messages();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + application.port() + "/echo"), messages)
                    .get(60, TimeUnit.SECONDS);
            WeakReference<RequestStore> handshake = next();
            for (int i = 0; i < 3; i++) {
                socket.sendText("message " + i, true).get(60, TimeUnit.SECONDS);
                assertThat(messages.next()).isEqualTo("message " + i + " of nobody");
            }
            assertIsCollected(handshake);
            socket.sendText("still there", true).get(60, TimeUnit.SECONDS);
            assertThat(messages.next()).isEqualTo("still there of nobody");
            socket.abort();
        }
    }

    private static void assertThatNoStoreIsKeptBetweenRequests(RunningApplication application) throws Exception {
        try (Socket socket = new Socket("localhost", application.port())) {
            socket.setSoTimeout(60_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < 3; i++) {
                assertThat(ask(socket, in, "r" + i)).isEqualTo("r" + i);
                assertIsCollected(next());
            }
        }
    }

    /** Leaves the connection open. */
    private static String ask(Socket socket, BufferedReader in, String id) throws IOException {
        socket.getOutputStream()
                .write(("GET /id HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + id + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        char[] body = new char[2];
        assertThat(in.read(body)).isEqualTo(2);
        return new String(body);
    }

    private static WeakReference<RequestStore> next() throws InterruptedException {
        return Objects.requireNonNull(STORES.poll(60, TimeUnit.SECONDS), "no request");
    }

    private static void assertIsCollected(WeakReference<RequestStore> store) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return store.refersTo(null);
        });
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @RestController
    static class Endpoint {

        private final AsyncLocalStorage<RequestStore> storage;

        Endpoint(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping(path = "/id", produces = "text/plain")
        String id() {
            RequestStore store = storage.requireStore();
            STORES.add(new WeakReference<>(store));
            return store.requestId();
        }
    }

    @Import({Endpoint.class, NettyServer.class})
    static class OnNetty {}

    private static final class Messages implements WebSocket.Listener {

        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            received.add(data.toString());
            socket.request(1);
            return null;
        }

        @Nullable
        String next() throws InterruptedException {
            return received.poll(60, TimeUnit.SECONDS);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableWebSocket
    static class Sockets implements WebSocketConfigurer {

        private final AsyncLocalStorage<RequestStore> storage;

        Sockets(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        /** As Spring Boot does for Jetty instead, where both are on the class path. */
        @Bean
        static ServletContextInitializer webSocketsOnTomcat() {
            return context -> {
                if (context.getAttribute(ServerContainer.class.getName()) == null) {
                    new WsSci().onStartup(Set.of(), context);
                }
            };
        }

        @Override
        public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
            registry.addHandler(new Echo(), "/echo")
                    .setHandshakeHandler(new DefaultHandshakeHandler(new StandardWebSocketUpgradeStrategy()))
                    .addInterceptors(new Noting());
        }

        private final class Echo extends TextWebSocketHandler {

            @Override
            protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
                RequestStore store = storage.getStore();
                session.sendMessage(new TextMessage(
                        message.getPayload() + " of " + (store == null ? "nobody" : store.requestId())));
            }
        }

        private final class Noting implements HandshakeInterceptor {

            @Override
            public boolean beforeHandshake(
                    ServerHttpRequest request,
                    ServerHttpResponse response,
                    WebSocketHandler handler,
                    Map<String, Object> attributes) {
                STORES.add(new WeakReference<>(storage.requireStore()));
                return true;
            }

            @Override
            public void afterHandshake(
                    ServerHttpRequest request,
                    ServerHttpResponse response,
                    WebSocketHandler handler,
                    @Nullable Exception failure) {}
        }
    }
}
