// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.Sightings.Seen;
import io.alsx.spring.insight.ContextObserver;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** Each record that a real broker delivers has a context of its own, from the interceptors to the error handler. */
class KafkaListenerTest {

    private static final EmbeddedKafkaKraftBroker BROKER = new EmbeddedKafkaKraftBroker(
            1, 1, "plain", "tenant", "failing", "batch", "later", "late", "handled", "own", "virtual");

    private static RunningApplication application;

    private static Sightings sightings;

    @BeforeAll
    static void start() {
        BROKER.afterPropertiesSet();
        application = start("first");
        sightings = application.bean(Sightings.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        BROKER.destroy();
    }

    @Test
    @Surface("Messages: `@KafkaListener`")
    void givesEachRecordAStoreAndLeavesNothingForTheNext() {
        send("plain");
        send("plain");
        Seen first = sightings.next("plain");
        Seen second = sightings.next("plain");

        assertThat(first.requireStore().method()).isEqualTo("KAFKA");
        assertThat(first.requireStore().path()).isEqualTo("plain");
        assertThat(first.requireStore().get("messageId", String.class)).startsWith("plain-0@");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.thread()).isEqualTo(first.thread());
        assertThat(second.user()).isNull();
    }

    @Test
    void takesTheIdThatComesWithTheRecordWhereItIsAcceptable() {
        send("tenant", "X-Request-Id", "abc-1");
        assertThat(sightings.next("tenant").id()).isEqualTo("abc-1");
        send("tenant", "x-request-id", "abc-2");
        assertThat(sightings.next("tenant").id()).isEqualTo("abc-2");
        send("tenant", "X-Request-Id", "forged\nline");
        assertThat(sightings.next("tenant").id()).doesNotContain("forged");
    }

    @Test
    void entersTheStoresOfBindingsFromTheHeaders() {
        send("tenant", "X-Tenant", "acme");
        assertThat(sightings.next("tenant").user()).isEqualTo("acme");
        send("tenant");
        assertThat(sightings.next("tenant").user()).isEqualTo("none");
    }

    @Test
    void failsTheRecordWhoseStoreCannotBeMadeAndNoOther() {
        send("tenant", "X-Tenant", "unknown");
        assertThat(sightings.next("recoverer tenant").store()).isNull();
        send("tenant");
        assertThat(sightings.next("tenant").user()).isEqualTo("none");
    }

    @Test
    void isKeptByWhatTheListenerStarts() {
        send("plain", "X-Request-Id", "started");
        assertThat(sightings.next("worker", "started").user()).startsWith("entered for");
    }

    @Test
    void isSeenByInterceptorsRetriesAndRecoverers() {
        send("failing", "X-Request-Id", "retried");
        Seen first = sightings.next("failing");
        Seen second = sightings.next("failing");

        assertThat(first.id()).isEqualTo("retried");
        assertThat(second.id()).isEqualTo("retried");
        assertThat(second.store()).isNotSameAs(first.store());
        assertThat(sightings.next("interceptor failing").store()).isSameAs(first.store());
        assertThat(sightings.next("recoverer failing").store()).isSameAs(second.store());
        assertThat(sightings.next("afterRecord failing").id()).isEqualTo("retried");
    }

    @Test
    void isOneForABatch() {
        send("batch", "X-Request-Id", "of one record");
        RequestStore store = sightings.next("batch").requireStore();

        assertThat(store.toString()).startsWith("KAFKA batch ");
        assertThat(store.get("messageId", String.class)).isNull();
    }

    @Test
    void isKeptByAResultThatCompletesLater() {
        send("later", "X-Request-Id", "later");
        assertThat(sightings.next("later").id()).isEqualTo("later");
        assertThat(sightings.next("stage").id()).isEqualTo("later");
    }

    @Test
    void isThereForHandlersOfAClass() {
        send("handled", "X-Request-Id", "handled");
        assertThat(sightings.next("handled", "handled").requireStore().path()).isEqualTo("handled");
    }

    @Test
    void isThereInAContainerThatIsABean() {
        send("own", "X-Request-Id", "own");
        assertThat(sightings.next("own").id()).isEqualTo("own");
    }

    @Test
    void isNotThereOnceTheRecordIsDone() {
        send("own", "X-Request-Id", "done");
        Seen seen = sightings.next("own", "done");
        Seen idle = sightings.next("idle");
        assertThat(idle.thread()).isEqualTo(seen.thread());
        assertThat(idle.store()).isNull();
    }

    @Test
    void hasNothingOfTheCodeThatStartedTheContainer() {
        send("late");
        USER.run(
                "starter",
                () -> Objects.requireNonNull(application
                                .bean(KafkaListenerEndpointRegistry.class)
                                .getListenerContainer("late"))
                        .start());
        Seen seen = sightings.next("late");
        assertThat(seen.user()).isNull();
        assertThat(seen.requireStore().path()).isEqualTo("late");
    }

    @Test
    void isNotThereWhenOff() {
        try (RunningApplication off =
                start("off", "alsx.messaging.enabled=false", "alsx.diagnostics.lost-context=log")) {
            send("handled", "X-Request-Id", "off");
            assertThat(off.bean(Sightings.class).next("handled").store()).isNull();
            assertThat(off.bean(ContextObserver.class).lostContexts().recent()).isEmpty();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Messages: `@KafkaListener`")
    void isThereOnVirtualThreads() {
        try (RunningApplication virtual = start("virtual", "spring.threads.virtual.enabled=true")) {
            send("handled", "X-Request-Id", "virtual");
            Sightings there = virtual.bean(Sightings.class);
            assertThat(there.next("handled", "virtual").requireStore().path()).isEqualTo("handled");
            assertThat(there.next("afterRecord handled", "virtual")
                            .requireStore()
                            .path())
                    .isEqualTo("handled");
        }
    }

    private static void send(String topic, String... header) {
        ProducerRecord<Object, Object> message = new ProducerRecord<>(topic, "hello");
        for (int i = 0; i < header.length; i += 2) {
            message.headers().add(header[i], header[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        @SuppressWarnings("unchecked")
        KafkaTemplate<Object, Object> template = application.bean(KafkaTemplate.class);
        template.send(message).join();
    }

    private static RunningApplication start(String group, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 4);
        all[properties.length] = "spring.kafka.bootstrap-servers=" + BROKER.getBrokersAsString();
        all[properties.length + 1] = "spring.kafka.consumer.group-id=" + group;
        all[properties.length + 2] = "spring.kafka.consumer.auto-offset-reset=earliest";
        all[properties.length + 3] = "spring.kafka.consumer.heartbeat-interval=100ms"; // a new member waits for it
        return RunningApplication.withoutWebServer(KafkaApplication.class, all);
    }
}
