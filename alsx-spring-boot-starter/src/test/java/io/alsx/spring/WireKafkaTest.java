// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alsx.ContextFutures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.kafka.test.utils.ContainerTestUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.backoff.FixedBackOff;

/** What crosses with records of a real Kafka. */
class WireKafkaTest extends WireMessagesContract {

    private static final EmbeddedKafkaKraftBroker BROKER = new EmbeddedKafkaKraftBroker(
            1,
            1,
            "plain",
            "asked",
            "later",
            "foreign",
            "answered",
            "failing",
            "dead",
            "batch",
            "messages",
            "intercepted");

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        BROKER.afterPropertiesSet();
        application = start("wire");
    }

    @AfterAll
    static void stop() {
        application.close();
        BROKER.destroy();
    }

    @Override
    RunningApplication application() {
        return application;
    }

    @Override
    void send(String destination, String... headers) {
        send(application, destination, headers);
    }

    @Override
    Runnable sendingOne(String destination) {
        ProducerRecord<Object, Object> message = new ProducerRecord<>(destination, "hello");
        return () -> template(application).send(message).join();
    }

    @Test
    @Override
    @Surface(value = "Other processes: messages of Kafka, their replies, retries and dead letters", virtual = false)
    void crossesFromWhoSendsToWhoReceives() {
        super.crossesFromWhoSendsToWhoReceives();
    }

    @Test
    void crossesBackWithRepliesThatOthersComplete() {
        inStore("foreign", () -> send("foreign"));
        assertCrossed(sightings().next("answered", "foreign"), "foreign");
    }

    @Test
    void isEachRecordsOwnInABatch() {
        inStore("first", () -> send("batch"));
        inStore("second", () -> send("batch"));
        assertCrossed(sightings().next("of batch"), "first");
        assertCrossed(sightings().next("of batch"), "second");
        assertThat(sightings().next("batch").user()).isNull();
    }

    @Test
    void isEachMessagesOwnInABatch() {
        inStore("message", () -> send("messages"));
        assertCrossed(sightings().next("of messages"), "message");
    }

    @Test
    void knowsNoOtherMessages() {
        MessageContexts contexts = application.bean(MessageContexts.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contexts.run("text", () -> sightings().note("never")))
                .withMessageContaining("java.lang.String")
                .withMessageContaining("Give a ConsumerRecord");
    }

    @Test
    void goesWithARecordThatIsSentTwice() {
        ProducerRecord<Object, Object> message = new ProducerRecord<>("plain", "hello");
        template(application).send(message).join();
        sightings().next("plain");
        inStore("again", () -> template(application).send(message).join());
        assertThat(sightings().next("plain", "again").user()).isEqualTo("ann");
    }

    @Test
    void isBehindTheInterceptorOfTheApplication() {
        KafkaTemplate<Object, Object> own = application.bean("ownTemplate", KafkaTemplate.class);
        inStore("intercepted", () -> own.send("intercepted", "hello").join());
        assertCrossed(sightings().next("intercepted, by the application"), "intercepted");
    }

    @Test
    void isNotThereWhenOff() {
        try (RunningApplication off = start("off", "alsx.wire.enabled=false")) {
            USER.run("ann", () -> send(off, "plain"));
            assertThat(off.bean(Sightings.class).next("plain").user()).isNull();
            assertThat(sightings().next("plain").user()).isNull();
        }
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<Object, Object> template(RunningApplication application) {
        return application.bean("kafkaTemplate", KafkaTemplate.class);
    }

    private static void send(RunningApplication application, String destination, String... headers) {
        ProducerRecord<Object, Object> message = new ProducerRecord<>(destination, "hello");
        for (int i = 0; i < headers.length; i += 2) {
            message.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        template(application).send(message).join();
    }

    private static RunningApplication start(String group, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 4);
        all[properties.length] = "spring.kafka.bootstrap-servers=" + BROKER.getBrokersAsString();
        all[properties.length + 1] = "spring.kafka.consumer.group-id=" + group;
        all[properties.length + 2] = "spring.kafka.consumer.auto-offset-reset=latest";
        all[properties.length + 3] = "spring.kafka.consumer.heartbeat-interval=100ms"; // a new member waits for it
        RunningApplication started = start(Application.class, all);
        started.bean(KafkaListenerEndpointRegistry.class)
                .getListenerContainers()
                .forEach(container -> ContainerTestUtils.waitForAssignment(
                        container,
                        Objects.requireNonNull(
                                        container.getContainerProperties().getTopics())
                                .length));
        return started;
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Parts.class, Listeners.class})
    static class Application {

        @Bean
        KafkaTemplate<Object, Object> kafkaTemplate(ProducerFactory<Object, Object> producers) {
            return new KafkaTemplate<>(producers);
        }

        @Bean
        KafkaTemplate<Object, Object> ownTemplate(ProducerFactory<Object, Object> producers) {
            KafkaTemplate<Object, Object> template = new KafkaTemplate<>(producers);
            template.setProducerInterceptor(new Renaming());
            return template;
        }

        @Bean
        CommonErrorHandler errorHandler(KafkaTemplate<Object, Object> kafkaTemplate) {
            return new DefaultErrorHandler(
                    new DeadLetterPublishingRecoverer(
                            kafkaTemplate, (message, failure) -> new TopicPartition("dead", 0)),
                    new FixedBackOff(0, 1));
        }
    }

    static class Listeners {

        private final Sightings sightings;

        private final Worker worker;

        private final MessageContexts contexts;

        Listeners(Sightings sightings, Worker worker, MessageContexts contexts) {
            this.sightings = sightings;
            this.worker = worker;
            this.contexts = contexts;
        }

        @KafkaListener(topics = {"plain", "answered", "dead"})
        void plain(ConsumerRecord<String, String> message) {
            sightings.note(message.topic());
        }

        @KafkaListener(topics = "intercepted")
        void intercepted(String message) {
            sightings.note("intercepted, " + message);
        }

        @KafkaListener(topics = "asked")
        @SendTo("answered")
        String asked(String message) {
            sightings.note("asked");
            return message;
        }

        @KafkaListener(topics = "later")
        @SendTo("answered")
        CompletableFuture<String> later(String message) {
            sightings.note("later");
            return worker.answer(message);
        }

        @KafkaListener(topics = "foreign")
        @SendTo("answered")
        CompletableFuture<String> foreign(String message) {
            return ContextFutures.follow(CompletableFuture.supplyAsync(
                    () -> message, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)));
        }

        @KafkaListener(topics = "failing")
        void failing(String message) {
            sightings.note("failing");
            throw new IllegalStateException(message);
        }

        @KafkaListener(topics = "batch", batch = "true")
        void batch(List<ConsumerRecord<String, String>> messages) {
            for (ConsumerRecord<String, String> message : messages) {
                contexts.run(message, () -> sightings.note("of batch"));
            }
            sightings.note("batch");
        }

        @KafkaListener(topics = "messages", batch = "true")
        void messages(List<Message<String>> messages) {
            for (Message<String> message : messages) {
                contexts.run(message, () -> sightings.note("of messages"));
            }
        }
    }

    static class Renaming implements ProducerInterceptor<Object, Object> {

        @Override
        public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> message) {
            return new ProducerRecord<>(
                    message.topic(),
                    Objects.requireNonNull(message.value()).equals("hello") ? "by the application" : "");
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
