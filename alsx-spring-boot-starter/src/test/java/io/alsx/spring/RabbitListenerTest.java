// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Sightings.Seen;
import io.alsx.spring.insight.ContextObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Each message that a real AMQP broker delivers runs in a context of its own, with its retries. */
class RabbitListenerTest {

    private static final String[] QUEUES = {"plain", "later", "failing", "handled", "direct", "batch", "own"};

    @TempDir
    private static Path directory;

    private static AmqpBroker broker;

    private static RunningApplication application;

    private static Sightings sightings;

    @BeforeAll
    static void start() throws Exception {
        broker = AmqpBroker.start(directory);
        application = start("");
        sightings = application.bean(Sightings.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        broker.close();
    }

    @Test
    @Surface("Messages: `@RabbitListener`")
    void givesEachMessageAStoreAndLeavesNothingForTheNext() {
        send("plain", "");
        send("plain", "");
        Seen first = sightings.next("plain");
        Seen second = sightings.next("plain");

        assertThat(first.requireStore().method()).isEqualTo("RABBIT");
        assertThat(first.requireStore().path()).isEqualTo("plain");
        assertThat(first.requireStore().get("messageId", String.class)).isEqualTo("m");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.thread()).isEqualTo(first.thread());
        assertThat(second.user()).isNull();
    }

    @Test
    void takesTheIdThatComesWithTheMessage() {
        send("later", "abc");
        assertThat(sightings.next("later", "abc").id()).isEqualTo("abc");
    }

    @Test
    void isKeptByWhatTheListenerStartsAndByAResultThatCompletesLater() {
        send("later", "started");
        assertThat(sightings.next("worker", "started").user()).isEqualTo("entered");
        assertThat(sightings.next("stage", "started").user()).isEqualTo("entered");
    }

    @Test
    void isOneForAMessageAndItsRetriesAndTheirRecovery() {
        send("failing", "retried");
        Seen first = sightings.next("failing", "retried");
        Seen second = sightings.next("failing", "retried");

        assertThat(second.store()).isSameAs(first.store());
        assertThat(second.user()).isEqualTo("entered");
        assertThat(sightings.next("recoverer", "retried").store()).isSameAs(first.store());
    }

    @Test
    void isThereForHandlersOfAClass() {
        send("handled", "handled");
        assertThat(sightings.next("handled").id()).isEqualTo("handled");
    }

    @Test
    void isThereInDirectContainersAroundTheAdviceOfTheApplication() {
        send("direct", "direct");
        assertThat(sightings.next("advice").id()).isEqualTo("direct");
        assertThat(sightings.next("direct").id()).isEqualTo("direct");
    }

    @Test
    void isOneForABatch() {
        send("batch", "of one message");
        RequestStore store = sightings.next("batch").requireStore();

        assertThat(store.toString()).startsWith("RABBIT batch ");
        assertThat(store.get("messageId", String.class)).isNull();
    }

    @Test
    void isThereInAContainerThatIsABean() {
        send("own", "own");
        assertThat(sightings.next("own").id()).isEqualTo("own");
    }

    @Test
    void isNotThereWhenOff() {
        try (RunningApplication off =
                start("off-", "alsx.messaging.enabled=false", "alsx.diagnostics.lost-context=log")) {
            send("off-plain", "off");
            assertThat(off.bean(Sightings.class).next("plain").store()).isNull();
            assertThat(off.bean(ContextObserver.class).lostContexts().recent()).isEmpty();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Messages: `@RabbitListener`")
    void isThereOnVirtualThreads() {
        try (RunningApplication virtual = start("virtual-", "spring.threads.virtual.enabled=true")) {
            send("virtual-plain", "virtual");
            assertThat(virtual.bean(Sightings.class).next("plain").id()).isEqualTo("virtual");
        }
    }

    private static void send(String queue, String id) {
        application.bean(RabbitTemplate.class).convertAndSend(queue, (Object) "hello", message -> {
            message.getMessageProperties().setMessageId("m");
            if (!id.isEmpty()) {
                message.getMessageProperties().setHeader("X-Request-Id", id);
            }
            return message;
        });
    }

    private static RunningApplication start(String prefix, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("prefix=" + prefix);
        all.add("spring.rabbitmq.port=" + broker.port());
        all.add("spring.rabbitmq.listener.simple.retry.enabled=true");
        all.add("spring.rabbitmq.listener.simple.retry.initial-interval=1ms");
        all.add("spring.rabbitmq.listener.simple.retry.max-attempts=2");
        all.add("spring.rabbitmq.listener.simple.default-requeue-rejected=false");
        return RunningApplication.withoutWebServer(Application.class, all.toArray(String[]::new));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Listeners.class, Handlers.class, Worker.class})
    static class Application {

        @Bean
        Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
            return new Sightings(requestStorage);
        }

        @Bean
        Declarables queues(@Value("${prefix}") String prefix) {
            return new Declarables(Stream.of(QUEUES)
                    .map(name -> new Queue(prefix + name, false))
                    .toList());
        }

        @Bean
        MessageRecoverer recoverer(Sightings sightings) {
            return (message, cause) -> {
                sightings.note("recoverer");
                throw new AmqpRejectAndDontRequeueException(cause);
            };
        }

        @Bean
        DirectRabbitListenerContainerFactory direct(ConnectionFactory connections, Sightings sightings) {
            DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setAdviceChain((MethodInterceptor) invocation -> {
                sightings.note("advice");
                return invocation.proceed();
            });
            return factory;
        }

        @Bean
        SimpleRabbitListenerContainerFactory batches(ConnectionFactory connections) {
            SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setBatchListener(true);
            factory.setConsumerBatchEnabled(true);
            factory.setBatchSize(1);
            return factory;
        }

        @Bean
        SimpleMessageListenerContainer ownContainer(
                ConnectionFactory connections,
                AmqpAdmin admin,
                Sightings sightings,
                @Value("${prefix}") String prefix) {
            SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
            container.setAmqpAdmin(admin);
            container.setQueueNames(prefix + "own");
            container.setMessageListener(message -> sightings.note("own"));
            return container;
        }
    }

    static class Listeners {

        private final Sightings sightings;

        private final Worker worker;

        Listeners(Sightings sightings, Worker worker) {
            this.sightings = sightings;
            this.worker = worker;
        }

        @RabbitListener(queues = "${prefix}plain")
        void plain(String message) {
            sightings.note("plain");
            USER.enterWith("entered");
        }

        @RabbitListener(queues = "${prefix}later")
        CompletableFuture<@Nullable Void> later(String message) {
            sightings.note("later");
            USER.enterWith("entered");
            return worker.note("worker").thenRun(() -> sightings.note("stage"));
        }

        @RabbitListener(queues = "${prefix}failing")
        void failing(String message) {
            sightings.note("failing");
            USER.enterWith("entered");
            throw new IllegalStateException(message);
        }

        @RabbitListener(queues = "${prefix}direct", containerFactory = "direct")
        void direct(String message) {
            sightings.note("direct");
        }

        @RabbitListener(queues = "${prefix}batch", containerFactory = "batches")
        void batch(List<String> messages) {
            sightings.note("batch");
        }
    }

    @RabbitListener(queues = "${prefix}handled")
    static class Handlers {

        private final Sightings sightings;

        Handlers(Sightings sightings) {
            this.sightings = sightings;
        }

        @RabbitHandler(isDefault = true)
        void handle(String message) {
            sightings.note("handled");
        }
    }

    static class Worker {

        private final Sightings sightings;

        Worker(Sightings sightings) {
            this.sightings = sightings;
        }

        @Async
        CompletableFuture<@Nullable Void> note(String where) {
            sightings.note(where);
            return CompletableFuture.completedFuture(null);
        }
    }
}
