// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;
import static io.alsx.spring.SoakApplication.TENANT;
import static io.alsx.spring.SoakApplication.tenantOf;

import io.alsx.spring.SoakApplication.Eye;
import jakarta.jms.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecoverer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.backoff.FixedBackOff;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers a request by way of real brokers: a message is asked, its listener fails now and then, once or for good, and the
 * request is answered by whoever gets the reply, or the dead letter. RabbitMQ takes part where {@code .ci/rabbitmq} runs it.
 */
@Import({SoakMail.Desk.class, SoakMail.KafkaListeners.class, SoakMail.JmsListeners.class, SoakMail.RabbitListeners.class
})
class SoakMail {

    private static final String RABBIT_PORT = System.getenv("ALSX_RABBITMQ_PORT");

    /** The brokers, and where they are. */
    record Brokers(EmbeddedKafkaKraftBroker kafka, JmsBroker jms) implements AutoCloseable {

        static Brokers start() {
            EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1, "asked", "answered", "dead", "listed");
            kafka.afterPropertiesSet();
            return new Brokers(kafka, JmsBroker.start());
        }

        List<String> properties() {
            List<String> properties = new ArrayList<>(List.of(
                    "spring.kafka.bootstrap-servers=" + kafka.getBrokersAsString(),
                    "spring.kafka.consumer.group-id=soak",
                    "spring.kafka.consumer.auto-offset-reset=earliest",
                    "alsx.wire.accept-from=messages,same-host",
                    "alsx.wire.send-to=messages,localhost"));
            if (RABBIT_PORT != null) {
                properties.addAll(List.of(
                        "soak.rabbit=true",
                        "spring.rabbitmq.port=" + RABBIT_PORT,
                        "spring.rabbitmq.listener.simple.retry.enabled=true",
                        "spring.rabbitmq.listener.simple.retry.initial-interval=1ms",
                        "spring.rabbitmq.listener.simple.retry.max-attempts=2"));
            }
            return properties;
        }

        @Override
        public void close() {
            jms.close();
            kafka.destroy();
        }
    }

    @Bean
    WireCodec<String> tenants() {
        return new TextCodec(TENANT, WireField.header("tenant", "X-Tenant"));
    }

    @Bean
    KafkaTemplate<Object, Object> kafkaTemplate(ProducerFactory<Object, Object> producers) {
        return new KafkaTemplate<>(producers);
    }

    @Bean
    CommonErrorHandler errorHandler(KafkaTemplate<Object, Object> kafkaTemplate) {
        return new DefaultErrorHandler(
                new DeadLetterPublishingRecoverer(kafkaTemplate, (message, failure) -> new TopicPartition("dead", 0)),
                new FixedBackOff(0, 1));
    }

    @Bean
    ConnectionFactory connectionFactory() {
        return new CachingConnectionFactory(JmsBroker.connections());
    }

    @Bean
    @ConditionalOnProperty("soak.rabbit")
    Declarables queues() {
        return new Declarables(
                new Queue("asked", false, false, true),
                new Queue("answered", false, false, true),
                new Queue("dead", false, false, true));
    }

    @Bean
    @ConditionalOnProperty("soak.rabbit")
    MessageRecoverer recoverer(RabbitTemplate template) {
        return new RepublishMessageRecoverer(template, "", "dead");
    }

    /** Sends, and is told of answers. */
    @RestController
    static class Desk {

        private final Map<String, CompletableFuture<String>> open = new ConcurrentHashMap<>();

        private final Eye eye;

        private final SoakWorkers workers;

        private final List<Consumer<String>> senders = new ArrayList<>();

        Desk(
                Eye eye,
                SoakWorkers workers,
                KafkaTemplate<Object, Object> kafka,
                JmsTemplate jms,
                ObjectProvider<RabbitTemplate> rabbit) {
            this.eye = eye;
            this.workers = workers;
            senders.add(id -> kafka.send("asked", id));
            senders.add(id -> kafka.send("listed", id));
            senders.add(id -> jms.convertAndSend("asked", id));
            if (RABBIT_PORT != null) {
                RabbitTemplate template = rabbit.getObject();
                senders.add(id -> template.convertAndSend("asked", (Object) id));
            }
        }

        @GetMapping("/mail")
        CompletableFuture<String> mail(@RequestHeader("X-Request-Id") String id) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            open.put(id, answer);
            LEDGER.fork(id);
            senders.get(SoakWork.random(senders.size())).accept(id);
            eye.see("after sending", id);
            return answer.orTimeout(60, TimeUnit.SECONDS).whenComplete((same, failure) -> {
                open.remove(id);
                LEDGER.join(id);
                if (failure != null) {
                    LEDGER.violate("a message was not answered", id);
                }
            });
        }

        /** Works for a message, and may fail at it. */
        String asked(String broker, String id) {
            eye.see(broker + ", listener", id);
            if (SoakWork.random(8) == 0) {
                LEDGER.fault("exception of a listener");
                throw new IllegalStateException("injected");
            }
            workers.onCallerRuns(id);
            return id;
        }

        void answered(String where, String id) {
            eye.see(where, id);
            CompletableFuture<String> answer = open.get(id);
            if (answer != null) {
                answer.complete(tenantOf(id) + " " + id);
            }
        }
    }

    static class KafkaListeners {

        private final Desk desk;

        private final MessageContexts contexts;

        KafkaListeners(Desk desk, MessageContexts contexts) {
            this.desk = desk;
            this.contexts = contexts;
        }

        @KafkaListener(topics = "asked", concurrency = "1")
        @SendTo("answered")
        String asked(String id) {
            return desk.asked("Kafka", id);
        }

        @KafkaListener(topics = "listed", batch = "true")
        void listed(List<ConsumerRecord<String, String>> messages) {
            for (ConsumerRecord<String, String> message : messages) {
                contexts.run(message, () -> desk.answered("Kafka, one of a batch", message.value()));
            }
        }

        @KafkaListener(topics = "answered")
        void answered(String id) {
            desk.answered("Kafka, reply", id);
        }

        @KafkaListener(topics = "dead")
        void dead(String id) {
            LEDGER.fault("dead letter");
            desk.answered("Kafka, dead letter", id);
        }
    }

    static class JmsListeners {

        private final Desk desk;

        JmsListeners(Desk desk) {
            this.desk = desk;
        }

        @JmsListener(destination = "asked")
        @SendTo("answered")
        String asked(String id) {
            return desk.asked("JMS", id);
        }

        @JmsListener(destination = "answered")
        void answered(String id) {
            desk.answered("JMS, reply", id);
        }

        @JmsListener(destination = "dead")
        void dead(String id) {
            LEDGER.fault("dead letter");
            desk.answered("JMS, dead letter", id);
        }
    }

    @ConditionalOnProperty("soak.rabbit")
    static class RabbitListeners {

        private final Desk desk;

        RabbitListeners(Desk desk) {
            this.desk = desk;
        }

        @RabbitListener(queues = "asked")
        @SendTo("answered")
        String asked(String id) {
            return desk.asked("RabbitMQ", id);
        }

        @RabbitListener(queues = "answered")
        void answered(String id) {
            desk.answered("RabbitMQ, reply", id);
        }

        @RabbitListener(queues = "dead")
        void dead(String id) {
            LEDGER.fault("dead letter");
            desk.answered("RabbitMQ, dead letter", id);
        }
    }
}
