// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.util.backoff.FixedBackOff;

/** A record in a transaction, which interceptors are told of before it begins, unless told otherwise. */
class KafkaTransactionTest {

    private static final EmbeddedKafkaKraftBroker BROKER = new EmbeddedKafkaKraftBroker(1, 1, "in");

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        BROKER.brokerProperties(
                Map.of("transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1"));
        BROKER.afterPropertiesSet();
        application = RunningApplication.withoutWebServer(
                Application.class,
                "spring.kafka.bootstrap-servers=" + BROKER.getBrokersAsString(),
                "spring.kafka.consumer.group-id=transactions",
                "spring.kafka.consumer.auto-offset-reset=earliest",
                "spring.kafka.producer.transaction-id-prefix=tx-");
    }

    @AfterAll
    static void stop() {
        application.close();
        BROKER.destroy();
    }

    /** Where an interceptor fails before a transaction, the record and those that came with it are skipped. */
    @Test
    void isRecoveredWhereItsStoreCannotBeMadeAndTheNextOneIsHandled() {
        send("unknown", "refused");
        send("acme", "handled");

        Sightings sightings = application.bean(Sightings.class);
        assertThat(sightings.next("recoverer").store()).isNull();
        assertThat(sightings.next("listener").id()).isEqualTo("handled");
    }

    @Test
    void isRecoveredInItsStoreWhereTheListenerFails() {
        send("failing", "failed");

        assertThat(application
                        .bean(Sightings.class)
                        .next("recoverer", "failed")
                        .requireStore()
                        .path())
                .isEqualTo("in");
    }

    private static void send(String tenant, String id) {
        ProducerRecord<Object, Object> message = new ProducerRecord<>("in", tenant);
        message.headers().add("X-Tenant", tenant.getBytes(StandardCharsets.UTF_8));
        message.headers().add("X-Request-Id", id.getBytes(StandardCharsets.UTF_8));
        @SuppressWarnings("unchecked")
        KafkaTemplate<Object, Object> template = application.bean(KafkaTemplate.class);
        template.executeInTransaction(operations -> operations.send(message).join());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Listener.class)
    static class Application {

        @Bean
        Sightings sightings(AsyncLocalStorage<RequestStore> storage) {
            return new Sightings(storage);
        }

        @Bean
        RequestBinding<String> tenant() {
            return new RequestBinding<>(AsyncLocalStorage.named("tenant"), request -> {
                String tenant = request.header("X-Tenant");
                if ("unknown".equals(tenant)) {
                    throw new IllegalArgumentException(tenant);
                }
                return tenant;
            });
        }

        @Bean
        AfterRollbackProcessor<Object, Object> recovery(Sightings sightings) {
            return new DefaultAfterRollbackProcessor<>(
                    (message, failure) -> sightings.note("recoverer"), new FixedBackOff(0, 0));
        }
    }

    static class Listener {

        private final Sightings sightings;

        Listener(Sightings sightings) {
            this.sightings = sightings;
        }

        @KafkaListener(topics = "in")
        void on(String tenant) {
            if (tenant.equals("failing")) {
                throw new IllegalStateException(tenant);
            }
            sightings.note("listener");
        }
    }
}
