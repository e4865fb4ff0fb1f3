// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Sightings.Seen;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.channel.interceptor.ThreadStatePropagationChannelInterceptor;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.GlobalChannelInterceptor;
import org.springframework.integration.store.MessageGroupQueue;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.support.context.NamedComponent;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.SerializationUtils;

/** What channels of an application have of its own stays: interceptors, in their order, and message stores. */
class IntegrationChannelTest {

    private static final ThreadLocal<@Nullable String> STATE = new ThreadLocal<>();

    private static final RequestStore REQUEST = new RequestStore("abc", "GET", "/");

    private static RunningApplication application;

    private static Sightings sightings;

    private static AsyncLocalStorage<RequestStore> storage;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void start() {
        application = RunningApplication.withoutWebServer(Application.class);
        sightings = application.bean(Sightings.class);
        storage = application.context().getBean("requestStorage", AsyncLocalStorage.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "executed", "published"})
    void keepTheContextThoughInterceptorsPutAnotherMessageInThePlaceOfTheFirst(String channel) {
        storage.run(REQUEST, () -> send(channel, "replaced"));
        assertThat(sightings.next(channel + " replaced sent").store()).isSameAs(REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "executed", "published"})
    void haveInterceptorsOfTheApplicationSeeTheContextAroundTheHandler(String channel) {
        storage.run(REQUEST, () -> send(channel, "around"));

        assertThat(sightings.next(channel + " around sent").store()).isSameAs(REQUEST);
        assertThat(sightings.next("before " + channel + " around sent").store()).isSameAs(REQUEST);
        assertThat(sightings.next("after " + channel + " around sent").store()).isSameAs(REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "executed", "published"})
    void letOtherStateTravelWithTheMessage(String channel) {
        STATE.set("state");
        try {
            storage.run(REQUEST, () -> USER.run("ada", () -> send(channel, "with state")));
        } finally {
            STATE.remove();
        }
        Seen seen = sightings.next(channel + " with state sent and state");
        assertThat(seen.store()).isSameAs(REQUEST);
        assertThat(seen.user()).isEqualTo("ada");
    }

    @Test
    void keepTheOrderOfTheInterceptorsOfTheApplication() {
        List<ChannelInterceptor> present = application
                .context()
                .getBean("queued", AbstractMessageChannel.class)
                .getInterceptors();
        assertThat(present.stream()
                        .filter(interceptor -> !interceptor.getClass().getName().startsWith("io.alsx.spring.entry")))
                .containsExactly(
                        application.bean(Application.class).own,
                        application.bean(Around.class),
                        application.context().getBean("rebuilding", ChannelInterceptor.class),
                        application.bean(State.class));
        assertThat(present).hasSize(6);
        assertThat(present.get(0).getClass().getSimpleName()).isEqualTo("IntegrationInterceptor");
        assertThat(present.get(5).getClass().getSimpleName()).isEqualTo("IntegrationSender");
    }

    @Test
    void tellAfterSendingOfAMessageThatIsWrittenAsWhatWasSent() {
        storage.run(REQUEST, () -> send("queued", "written"));
        sightings.next("queued written sent");
        Message<?> told = application.bean(Around.class).sent.stream()
                .filter(message -> message.getPayload().equals("written sent"))
                .findFirst()
                .orElseThrow();

        Object written = Objects.requireNonNull(SerializationUtils.clone((Serializable) told));
        assertThat(written).isExactlyInstanceOf(GenericMessage.class).isEqualTo(told);
        assertThat(told).isEqualTo(written).hasSameHashCodeAs(written).hasToString(written.toString());
    }

    @Test
    void keepPlainMessagesInAStoreThatWritesThemAndHandleThoseWithAStoreOfTheirOwn() {
        storage.run(REQUEST, () -> send("stored", "kept"));
        Seen seen = sightings.next("stored kept sent");

        assertThat(seen.requireStore().toString()).startsWith("INTEGRATION stored ");
        assertThat(seen.store()).isNotSameAs(REQUEST);
        assertThat(application.bean(WritingStore.class).written())
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type).doesNotContain("io.alsx"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"freelyExecuted", "freelyPublished"})
    void giveHandlersWhatWasSent(String channel) throws Exception {
        Message<String> sent = new GenericMessage<>("plain");
        CompletableFuture<Message<?>> handled = new CompletableFuture<>();
        SubscribableChannel free = application.context().getBean(channel, SubscribableChannel.class);
        free.subscribe(handled::complete);
        storage.run(REQUEST, () -> free.send(sent));

        assertThat(handled.get(60, TimeUnit.SECONDS)).isSameAs(sent);
    }

    @Test
    void giveWhoeverReceivesFromThemAPlainMessage() {
        PollableChannel box = application.context().getBean("box", PollableChannel.class);
        storage.run(REQUEST, () -> box.send(new GenericMessage<>("boxed")));
        assertThat(Objects.requireNonNull(box.receive(0))).isExactlyInstanceOf(GenericMessage.class);
        assertThat(storage.getStore()).isNull();
    }

    private static void send(String channel, String message) {
        application.context().getBean(channel, MessageChannel.class).send(new GenericMessage<>(message));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableIntegration
    @Import({Sightings.class, WritingStore.class})
    static class Application {

        private final ChannelInterceptor own = new ChannelInterceptor() {};

        @Bean
        QueueChannel queued() {
            QueueChannel channel = new QueueChannel();
            channel.addInterceptor(own);
            return channel;
        }

        @Bean
        QueueChannel box() {
            return new QueueChannel();
        }

        @Bean
        QueueChannel stored(WritingStore store) {
            return new QueueChannel(new MessageGroupQueue(store, "group"));
        }

        @Bean(destroyMethod = "shutdownNow")
        ExecutorService bare() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        ExecutorChannel executed(ExecutorService bare) {
            return new ExecutorChannel(bare);
        }

        @Bean
        PublishSubscribeChannel published(ExecutorService bare) {
            PublishSubscribeChannel channel = new PublishSubscribeChannel(bare);
            channel.setApplySequence(true);
            return channel;
        }

        @Bean
        ExecutorChannel freelyExecuted(ExecutorService bare) {
            return new ExecutorChannel(bare);
        }

        @Bean
        PublishSubscribeChannel freelyPublished(ExecutorService bare) {
            return new PublishSubscribeChannel(bare);
        }

        @Bean
        @GlobalChannelInterceptor(order = 1)
        Around around(Sightings sightings) {
            return new Around(sightings);
        }

        @Bean
        @GlobalChannelInterceptor(order = Ordered.LOWEST_PRECEDENCE - 1)
        State state() {
            return new State();
        }

        /** Nearly as late as it can be, but before the state. */
        @Bean
        @GlobalChannelInterceptor(
                patterns = {"queued", "executed", "published", "stored"},
                order = Ordered.LOWEST_PRECEDENCE - 2)
        ChannelInterceptor rebuilding() {
            return new ChannelInterceptor() {

                @Override
                public Message<?> preSend(Message<?> message, MessageChannel channel) {
                    return MessageBuilder.withPayload(message.getPayload() + " sent")
                            .copyHeaders(message.getHeaders())
                            .build();
                }
            };
        }

        @Bean
        @ServiceActivator(inputChannel = "queued", poller = @Poller(fixedDelay = "1"))
        MessageHandler ofQueued(Sightings sightings) {
            return handler("queued", sightings);
        }

        @Bean
        @ServiceActivator(inputChannel = "stored", poller = @Poller(fixedDelay = "1"))
        MessageHandler ofStored(Sightings sightings) {
            return handler("stored", sightings);
        }

        @Bean
        @ServiceActivator(inputChannel = "executed")
        MessageHandler ofExecuted(Sightings sightings) {
            return handler("executed", sightings);
        }

        @Bean
        @ServiceActivator(inputChannel = "published")
        MessageHandler ofPublished(Sightings sightings) {
            return handler("published", sightings);
        }

        private static MessageHandler handler(String channel, Sightings sightings) {
            return message -> {
                String state = STATE.get();
                sightings.note(channel + " " + message.getPayload() + (state == null ? "" : " and " + state));
            };
        }
    }

    /** Notes what it sees around the handler, and what it is told of as sent. */
    record Around(Sightings sightings, List<Message<?>> sent) implements ExecutorChannelInterceptor {

        Around(Sightings sightings) {
            this(sightings, new CopyOnWriteArrayList<>());
        }

        @Override
        public void postSend(Message<?> message, MessageChannel channel, boolean done) {
            sent.add(message);
        }

        @Override
        public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
            sightings.note("before " + ((NamedComponent) channel).getComponentName() + " " + message.getPayload());
            return message;
        }

        @Override
        public void afterMessageHandled(
                @Nullable Message<?> message,
                MessageChannel channel,
                MessageHandler handler,
                @Nullable Exception failure) {
            if (message != null) {
                sightings.note("after " + ((NamedComponent) channel).getComponentName() + " " + message.getPayload());
            }
        }
    }

    /** As Spring Security has its own state travel. */
    static final class State extends ThreadStatePropagationChannelInterceptor<String> {

        @Override
        protected @Nullable String obtainPropagatingContext(Message<?> message, MessageChannel channel) {
            return STATE.get();
        }

        @Override
        protected void populatePropagatedContext(@Nullable String state, Message<?> message, MessageChannel channel) {
            STATE.set(state);
        }

        @Override
        public void afterMessageHandled(
                @Nullable Message<?> message,
                MessageChannel channel,
                MessageHandler handler,
                @Nullable Exception failure) {
            STATE.remove();
        }
    }
}
