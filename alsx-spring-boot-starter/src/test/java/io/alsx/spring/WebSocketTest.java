// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import jakarta.websocket.server.ServerContainer;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tomcat.websocket.server.WsSci;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.SubscribeMapping;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** STOMP over a real connection: frames come in with a store of their own, and go out with the one of whoever sent them. */
@Surface("Messages: STOMP over WebSocket")
class WebSocketTest {

    /** So that requests and frames come in on the same ones. */
    private static final String FEW_THREADS = "server.tomcat.threads.max=3";

    /** A client is none of them. */
    private static final List<String> TRUSTED_BROKERS = List.of(
            "alsx.wire.accept-from=messages", "alsx.wire.fields[0].name=tenant", "alsx.wire.fields[0].header=X-Tenant");

    private static final String APPLICATION_EXECUTOR = "spring.task.execution.mode=force";

    @Test
    void framesComeInWithTheirOwnStoreAndGoOutWithTheSendersOnTheChannelsOwnExecutors() throws Exception {
        assertThatFramesComeInWithTheirOwnStoreAndGoOutWithTheSenders("client", FEW_THREADS);
    }

    @Test
    void framesComeInWithTheirOwnStoreAndGoOutWithTheSendersOnTheApplicationsExecutor() throws Exception {
        assertThatFramesComeInWithTheirOwnStoreAndGoOutWithTheSenders("task-", APPLICATION_EXECUTOR, FEW_THREADS);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void framesComeInWithTheirOwnStoreAndGoOutWithTheSendersOnVirtualThreads() throws Exception {
        assertThatFramesComeInWithTheirOwnStoreAndGoOutWithTheSenders(
                "task-", APPLICATION_EXECUTOR, "spring.threads.virtual.enabled=true");
    }

    /** The broker's configuration needs what makes the stores, which needs the observer, which needs the broker. */
    @Test
    void framesMayBeSentByWhoeverIsToldOfRequests() {
        try (var application = RunningApplication.withWebServer(Telling.class)) {
            assertThat(application.body("/publish", "X-Request-Id", "abc")).isEqualTo("done");
            assertThat(application.bean(Telling.Requests.class).sent).containsExactly("/publish");
        }
    }

    private static void assertThatFramesComeInWithTheirOwnStoreAndGoOutWithTheSenders(
            String threads, String... properties) throws Exception {
        WebSocketStompClient client = new WebSocketStompClient(new StandardWebSocketClient());
        client.start();
        String[] all =
                Stream.concat(Stream.of(properties), TRUSTED_BROKERS.stream()).toArray(String[]::new);
        try (var application = RunningApplication.withWebServer(Application.class, all)) {
            Sightings sightings = application.bean(Sightings.class);
            WebSocketHttpHeaders handshake = new WebSocketHttpHeaders();
            handshake.add("X-Request-Id", "handshake");
            StompSession session = client.connectAsync(
                            "ws://localhost:" + application.port() + "/stomp",
                            handshake,
                            new StompSessionHandlerAdapter() {})
                    .get(60, TimeUnit.SECONDS);
            Frames frames = new Frames();
            session.subscribe("/topic/news", frames);
            StompHeaders subscription = new StompHeaders();
            subscription.setDestination("/app/latest");
            subscription.set("X-Request-Id", "subscription");
            session.subscribe(subscription, frames);
            assertThat(sightings.next("inbound").store()).hasToString("STOMP /app/latest subscription");
            assertThat(frames.next()).isEqualTo("latest");
            assertThat(sightings.next("outbound").id()).isEqualTo("subscription");
            for (int i = 0; i < 5; i++) {
                StompHeaders headers = new StompHeaders();
                headers.setDestination("/app/news");
                headers.set("X-Request-Id", "frame-" + i);
                headers.set("X-Tenant", "of a stranger");
                session.send(headers, ("frame " + i).getBytes(UTF_8));
                Sightings.Seen inbound = sightings.next("inbound");
                assertThat(inbound.store()).hasToString("STOMP /app/news frame-" + i);
                assertThat(inbound.requireStore().get("tenant", String.class)).isNull();
                assertThat(inbound.thread()).startsWith(threads);
                assertThat(frames.next()).isEqualTo("frame " + i);
                assertThat(sightings.next("outbound").id()).isEqualTo("frame-" + i);
                assertThat(application.body("/publish", "X-Request-Id", "request-" + i))
                        .isEqualTo("done");
                assertThat(frames.next()).isEqualTo("request-" + i);
                Sightings.Seen outbound = sightings.next("outbound");
                assertThat(outbound.id()).isEqualTo("request-" + i);
                assertThat(outbound.thread()).startsWith(threads);
            }
            session.send("/topic/news", "past the application".getBytes(UTF_8));
            assertThat(frames.next()).isEqualTo("past the application");
            session.disconnect();
            assertThat(application.bean(Begun.class).frames)
                    .containsExactly("/app/latest", "/app/news", "/app/news", "/app/news", "/app/news", "/app/news");
        } finally {
            client.stop();
        }
    }

    private static final class Frames implements StompFrameHandler {

        private final BlockingQueue<String> payloads = new LinkedBlockingQueue<>();

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            payloads.add(payload instanceof byte[] bytes ? new String(bytes, UTF_8) : "none");
        }

        @Nullable
        String next() throws InterruptedException {
            return payloads.poll(60, TimeUnit.SECONDS);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableWebSocketMessageBroker
    @Import(News.class)
    static class Application implements WebSocketMessageBrokerConfigurer {

        private final Sightings sightings;

        Application(AsyncLocalStorage<RequestStore> storage) {
            this.sightings = new Sightings(storage);
        }

        @Bean
        Sightings sightings() {
            return sightings;
        }

        @Bean
        static Begun begun() {
            return new Begun();
        }

        /** As Spring Boot does for Jetty instead, where both are on the class path. So does Spring for the handshake. */
        @Bean
        static ServletContextInitializer webSocketsOnTomcat() {
            return context -> {
                if (context.getAttribute(ServerContainer.class.getName()) == null) {
                    new WsSci().onStartup(Set.of(), context);
                }
            };
        }

        @Override
        public void registerStompEndpoints(StompEndpointRegistry registry) {
            registry.addEndpoint("/stomp")
                    .setHandshakeHandler(new DefaultHandshakeHandler(new StandardWebSocketUpgradeStrategy()));
        }

        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.enableSimpleBroker("/topic");
            registry.setApplicationDestinationPrefixes("/app");
        }

        @Override
        public void configureClientOutboundChannel(ChannelRegistration registration) {
            registration.interceptors(new ExecutorChannelInterceptor() {
                @Override
                public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
                    if (message.getPayload() instanceof byte[] payload && payload.length > 0) {
                        sightings.note("outbound");
                    }
                    return message;
                }
            });
        }
    }

    /** Where the frames went to that have begun a context. */
    private static final class Begun implements EntryObserver {

        private final List<String> frames = new CopyOnWriteArrayList<>();

        @Override
        public void entered(RequestInfo request, RequestStore store) {
            if (request.method().equals("STOMP")) {
                frames.add(request.path());
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Application.class, Telling.Requests.class})
    static class Telling {

        static class Requests implements EntryObserver {

            private final List<String> sent = new CopyOnWriteArrayList<>();

            private final SimpMessagingTemplate template;

            Requests(SimpMessagingTemplate template) {
                this.template = template;
            }

            @Override
            public void entered(RequestInfo request, RequestStore store) {
                template.convertAndSend("/topic/requests", request.path().getBytes(UTF_8));
                sent.add(request.path());
            }
        }
    }

    @RestController
    static class News {

        private final Sightings sightings;

        private final AsyncLocalStorage<RequestStore> storage;

        private final SimpMessagingTemplate template;

        News(Sightings sightings, AsyncLocalStorage<RequestStore> storage, SimpMessagingTemplate template) {
            this.sightings = sightings;
            this.storage = storage;
            this.template = template;
        }

        @MessageMapping("/news")
        void news(byte[] payload) {
            sightings.note("inbound");
            template.convertAndSend("/topic/news", payload);
        }

        @SubscribeMapping("/latest")
        byte[] latest() {
            sightings.note("inbound");
            return "latest".getBytes(UTF_8);
        }

        @GetMapping("/publish")
        String publish() {
            template.convertAndSend(
                    "/topic/news", storage.requireStore().requestId().getBytes(UTF_8));
            return "done";
        }
    }
}
