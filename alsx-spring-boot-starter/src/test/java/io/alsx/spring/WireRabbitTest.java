// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alsx.ContextFutures;
import io.alsx.spring.Sightings.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecoverer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.SendTo;

/** What crosses with messages of a real RabbitMQ, which {@code .ci/rabbitmq} runs. */
class WireRabbitTest extends WireMessagesContract {

    private static final String PORT = "ALSX_RABBITMQ_PORT";

    private static final String[] QUEUES = {
        "plain", "asked", "later", "foreign", "answered", "failing", "dead", "batch", "own", "dying"
    };

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        assumeTrue(
                System.getenv(PORT) != null,
                "There is no RabbitMQ. To test with one: eval \"$(.ci/rabbitmq start)\", and afterwards .ci/rabbitmq stop");
        application = start(
                Application.class,
                "prefix=" + UUID.randomUUID() + "-",
                "spring.rabbitmq.port=" + System.getenv(PORT),
                "spring.rabbitmq.listener.simple.retry.enabled=true",
                "spring.rabbitmq.listener.simple.retry.initial-interval=1ms",
                "spring.rabbitmq.listener.simple.retry.max-attempts=2");
    }

    @AfterAll
    static void stop() {
        if (application != null) {
            AmqpAdmin admin = application.bean(AmqpAdmin.class);
            for (String queue : QUEUES) {
                admin.deleteQueue(prefix() + queue);
            }
            application.close();
        }
    }

    @Override
    RunningApplication application() {
        return application;
    }

    @Override
    void send(String destination, String... headers) {
        application
                .bean(RabbitTemplate.class)
                .convertAndSend(prefix() + destination, (Object) "hello", headersOf(headers));
    }

    @Override
    Runnable sendingOne(String destination) {
        Message message = MessageBuilder.withBody("hello".getBytes(StandardCharsets.UTF_8))
                .setContentType(MessageProperties.CONTENT_TYPE_TEXT_PLAIN)
                .build();
        return () -> application.bean(RabbitTemplate.class).send(prefix() + destination, message);
    }

    @Test
    @Override
    @Surface(value = "Other processes: messages of RabbitMQ, their replies, retries and dead letters", virtual = false)
    void crossesFromWhoSendsToWhoReceives() {
        super.crossesFromWhoSendsToWhoReceives();
    }

    @Test
    void crossesBackWithRepliesThatOthersComplete() {
        inStore("foreign", () -> send("foreign"));
        assertCrossed(sightings().next("answered", "foreign"), "foreign");
    }

    @Test
    void isEachMessagesOwnInABatch() {
        inStore("first", () -> send("batch"));
        inStore("second", () -> send("batch"));
        assertCrossed(sightings().next("of batch"), "first");
        assertCrossed(sightings().next("of batch"), "second");
        assertThat(sightings().next("batch").user()).isNull();
    }

    @Test
    void goesWithMessagesThatTheBrokerDeclaresDead() {
        inStore("dying", () -> send("dying"));
        assertCrossed(sightings().next("dead", "dying"), "dying");
    }

    @Test
    void crossesWithAnAnswerThatIsWaitedFor() {
        Message[] answer = new Message[1];
        inStore(
                "waiting",
                () -> answer[0] = application
                        .bean(RabbitTemplate.class)
                        .sendAndReceive(prefix() + "asked", new Message("hello".getBytes(StandardCharsets.UTF_8))));
        Seen seen = sightings().next("asked", "waiting");
        assertCrossed(seen, "waiting");
        Message got = Objects.requireNonNull(answer[0]);
        assertThat(got.getMessageProperties().getHeaders())
                .containsEntry("X-Request-Id", "waiting")
                .containsEntry("X-Tenant", "acme")
                .containsEntry("baggage", "user=ann");
    }

    private static MessagePostProcessor headersOf(String... headers) {
        return message -> {
            for (int i = 0; i < headers.length; i += 2) {
                message.getMessageProperties().setHeader(headers[i], headers[i + 1]);
            }
            return message;
        };
    }

    private static String prefix() {
        return application.context().getEnvironment().getRequiredProperty("prefix");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Parts.class, Listeners.class})
    static class Application {

        @Bean
        Declarables queues(@Value("${prefix}") String prefix) {
            List<Queue> queues = new ArrayList<>(Stream.of(QUEUES)
                    .filter(name -> !name.equals("dying"))
                    .map(name -> new Queue(prefix + name, false))
                    .toList());
            queues.add(QueueBuilder.nonDurable(prefix + "dying")
                    .ttl(1)
                    .deadLetterExchange("")
                    .deadLetterRoutingKey(prefix + "dead")
                    .build());
            return new Declarables(queues);
        }

        @Bean
        MessageRecoverer recoverer(RabbitTemplate template, @Value("${prefix}") String prefix) {
            return new RepublishMessageRecoverer(template, "", prefix + "dead");
        }

        @Bean
        SimpleRabbitListenerContainerFactory batches(ConnectionFactory connections) {
            SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            factory.setConnectionFactory(connections);
            factory.setBatchListener(true);
            factory.setConsumerBatchEnabled(true);
            factory.setBatchSize(2);
            factory.setReceiveTimeout(2000L);
            return factory;
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

        @RabbitListener(queues = "${prefix}plain")
        void plain(String message) {
            sightings.note("plain");
        }

        @RabbitListener(queues = "${prefix}answered")
        void answered(String message) {
            sightings.note("answered");
        }

        @RabbitListener(queues = "${prefix}dead")
        void dead(String message) {
            sightings.note("dead");
        }

        @RabbitListener(queues = "${prefix}asked")
        @SendTo("${prefix}answered")
        String asked(String message) {
            sightings.note("asked");
            return message;
        }

        @RabbitListener(queues = "${prefix}later")
        @SendTo("${prefix}answered")
        CompletableFuture<String> later(String message) {
            sightings.note("later");
            return worker.answer(message);
        }

        @RabbitListener(queues = "${prefix}foreign")
        @SendTo("${prefix}answered")
        CompletableFuture<String> foreign(String message) {
            return ContextFutures.follow(CompletableFuture.supplyAsync(
                    () -> message, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)));
        }

        @RabbitListener(queues = "${prefix}failing")
        void failing(String message) {
            sightings.note("failing");
            throw new IllegalStateException(message);
        }

        @RabbitListener(queues = "${prefix}batch", containerFactory = "batches")
        void batch(List<Message> messages) {
            for (Message message : messages) {
                contexts.run(message, () -> sightings.note("of batch"));
            }
            sightings.note("batch");
        }
    }
}
