// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextFutures;
import io.alsx.spring.AmqpBroker;
import io.alsx.spring.JmsBroker;
import io.alsx.spring.MessageContexts;
import io.alsx.spring.RequestStore;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.api.RabbitListenerErrorHandler;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.backoff.FixedBackOff;

/** What {@code docs/recipes/messaging.md} shows, with brokers of Kafka, AMQP and JMS in this process. */
class MessagingRecipeTest {

    private static final EmbeddedKafkaKraftBroker KAFKA =
            new EmbeddedKafkaKraftBroker(1, 1, "orders", "confirmations", "clicks", "refunds");

    @TempDir
    private static Path directory;

    private static AmqpBroker rabbit;

    private static JmsBroker jms;

    private static ConfigurableApplicationContext application;

    private static Notes notes;

    @BeforeAll
    static void start() throws Exception {
        KAFKA.afterPropertiesSet();
        rabbit = AmqpBroker.start(directory);
        jms = JmsBroker.start();
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.main.banner-mode=off",
                        "--spring.kafka.bootstrap-servers=" + KAFKA.getBrokersAsString(),
                        "--spring.kafka.consumer.group-id=recipes",
                        "--spring.kafka.consumer.auto-offset-reset=earliest",
                        "--spring.rabbitmq.port=" + rabbit.port(),
                        "--alsx.wire.fields[0].name=tenant",
                        "--alsx.wire.fields[0].header=X-Tenant",
                        "--alsx.wire.accept-from=messages",
                        "--alsx.wire.send-to=messages");
        notes = application.getBean(Notes.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        jms.close();
        rabbit.close();
        KAFKA.destroy();
    }

    @Test
    void aMessageHasAStoreOfItsOwnWithTheSendersIdAndFields() {
        inRequest("abc", () -> kafka("orders"));
        assertThat(notes.next("order", "abc")).isEqualTo("KAFKA orders abc acme");
        kafka("orders");
        assertThat(notes.next("order", "null")).matches("KAFKA orders [0-9a-f-]{36} null");
    }

    @Test
    void aReplyGoesOutWithThem() {
        inRequest("asked", () -> kafka("orders"));
        assertThat(notes.next("confirmation", "asked")).isEqualTo("KAFKA confirmations asked acme");
    }

    @Test
    void eachMessageOfABatchHasItsOwnWhereTheLoopAsksForIt() {
        inRequest("first", () -> kafka("clicks"));
        inRequest("second", () -> kafka("clicks"));
        assertThat(notes.next("click")).isEqualTo("KAFKA clicks first acme");
        assertThat(notes.next("click")).isEqualTo("KAFKA clicks second acme");
        assertThat(notes.next("batch")).matches("KAFKA clicks [0-9a-f-]{36} null");
    }

    @Test
    void aReplyThatSomebodyElseCompletesGoesOutWithThemAsWell() {
        inRequest("asking", () -> application.getBean(RabbitTemplate.class).convertAndSend("questions", "why"));
        assertThat(notes.next("answer")).isEqualTo("RABBIT answers asking acme");
    }

    @Test
    void errorHandlersOfKafkaSeeTheStoreOfTheRecord() {
        inRequest("refund", () -> kafka("refunds"));
        assertThat(notes.next("refund")).isEqualTo("KAFKA refunds refund acme");
        assertThat(notes.next("refund")).isEqualTo("KAFKA refunds refund acme");
        assertThat(notes.next("given up")).isEqualTo("KAFKA refunds refund acme");
    }

    @Test
    void errorHandlersOfRabbitListenersSeeItAndThoseOfContainersDoNot() {
        inRequest("parcel", () -> application.getBean(RabbitTemplate.class).convertAndSend("parcels", "lost"));
        assertThat(notes.next("refused")).isEqualTo("RABBIT parcels parcel acme");
        assertThat(notes.next("rabbit container")).isEqualTo("none");
    }

    @Test
    void listenersOfJmsHandleTheirOwnErrors() {
        inRequest("payment", () -> application.getBean(JmsTemplate.class).convertAndSend("payments", "too much"));
        assertThat(notes.next("failed payment")).isEqualTo("JMS payments payment acme");
        assertThat(notes.next("jms container")).isEqualTo("none");
    }

    private static void kafka(String topic) {
        @SuppressWarnings("unchecked")
        KafkaTemplate<Object, Object> template = application.getBean(KafkaTemplate.class);
        template.send(topic, "hello").join();
    }

    private static void inRequest(String id, Runnable work) {
        RequestStore store = new RequestStore(id, "GET", "/");
        store.put("tenant", "acme");
        @SuppressWarnings("unchecked")
        AsyncLocalStorage<RequestStore> requests = application.getBean("requestStorage", AsyncLocalStorage.class);
        requests.run(store, work);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Notes.class, Orders.class, Clicks.class, Questions.class, Parcels.class, Payments.class})
    static class Application {

        @Bean
        ConnectionFactory connectionFactory() {
            return JmsBroker.connections();
        }

        @Bean
        Declarables queues() {
            return new Declarables(
                    new Queue("questions", false), new Queue("answers", false), new Queue("parcels", false));
        }

        @Bean
        CommonErrorHandler errorHandler(Notes notes) {
            return new DefaultErrorHandler((message, failure) -> notes.add("given up"), new FixedBackOff(0, 1));
        }

        @Bean
        SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory(
                org.springframework.amqp.rabbit.connection.ConnectionFactory connections, Notes notes) {
            SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setErrorHandler(failure -> {
                notes.add("rabbit container");
                throw new AmqpRejectAndDontRequeueException("refused", failure);
            });
            return factory;
        }

        @Bean
        DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory connections, Notes notes) {
            DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setErrorHandler(failure -> notes.add("jms container"));
            return factory;
        }

        @Bean
        RabbitListenerErrorHandler refused(Notes notes) {
            return (message, channel, converted, failure) -> {
                notes.add("refused");
                throw failure;
            };
        }
    }

    static class Orders {

        private final Notes notes;

        Orders(Notes notes) {
            this.notes = notes;
        }

        @KafkaListener(topics = "orders")
        @SendTo("confirmations")
        String order(String order) {
            notes.add("order");
            return "confirmed: " + order;
        }

        @KafkaListener(topics = "confirmations")
        void confirmation(String confirmation) {
            notes.add("confirmation");
        }

        @KafkaListener(topics = "refunds")
        void refund(String refund) {
            notes.add("refund");
            throw new IllegalStateException("no money");
        }
    }

    static class Clicks {

        private final Notes notes;

        private final MessageContexts contexts;

        Clicks(Notes notes, MessageContexts contexts) {
            this.notes = notes;
            this.contexts = contexts;
        }

        @KafkaListener(topics = "clicks", batch = "true")
        void clicks(List<ConsumerRecord<String, String>> clicks) {
            for (ConsumerRecord<String, String> click : clicks) {
                contexts.run(click, () -> notes.add("click")); // its own id
            }
            notes.add("batch"); // an id of the batch's
        }
    }

    static class Questions {

        private final Notes notes;

        Questions(Notes notes) {
            this.notes = notes;
        }

        @RabbitListener(queues = "questions")
        @SendTo("answers")
        CompletableFuture<String> question(String question) {
            return ContextFutures.follow(library(question));
        }

        @RabbitListener(queues = "answers")
        void answer(String answer) {
            notes.add("answer");
        }

        private static CompletableFuture<String> library(String question) {
            return CompletableFuture.supplyAsync(
                    () -> question, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
        }
    }

    static class Parcels {

        @RabbitListener(queues = "parcels", errorHandler = "refused")
        void parcel(String parcel) {
            throw new IllegalStateException("no such address");
        }
    }

    static class Payments {

        private final Notes notes;

        Payments(Notes notes) {
            this.notes = notes;
        }

        @JmsListener(destination = "payments")
        void payment(String payment) {
            try {
                charge(payment);
            } catch (RuntimeException e) {
                notes.add("failed payment");
                throw e;
            }
        }

        private static void charge(String payment) {
            throw new IllegalStateException(payment);
        }
    }

    /** What is seen of the store at each place, for the test to wait for. */
    static class Notes {

        private final AsyncLocalStorage<RequestStore> requests;

        private final Map<String, BlockingQueue<String>> seen = new ConcurrentHashMap<>();

        Notes(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        void add(String where) {
            @Nullable RequestStore store = requests.getStore();
            at(where).add(store == null ? "none" : store + " " + store.get("tenant", String.class));
        }

        String next(String where) {
            try {
                return Objects.requireNonNull(at(where).poll(60, TimeUnit.SECONDS), where);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        String next(String where, String id) {
            String next = next(where);
            while (!next.contains(id)) {
                next = next(where);
            }
            return next;
        }

        private BlockingQueue<String> at(String where) {
            return seen.computeIfAbsent(where, missing -> new LinkedBlockingQueue<>());
        }
    }
}
