// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.wire.JmsTemplatePostProcessor;
import io.alsx.spring.wire.OutgoingFields;
import io.alsx.spring.wire.Recipients;
import io.alsx.spring.wire.WireLosses;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.core.JmsMessagingTemplate;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.messaging.handler.annotation.SendTo;

/** What crosses with messages of a real JMS broker. */
class WireJmsTest extends WireMessagesContract {

    private static JmsBroker broker;

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        broker = JmsBroker.start();
        application = start(Application.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        broker.close();
    }

    @Override
    RunningApplication application() {
        return application;
    }

    @Override
    void send(String destination, String... headers) {
        template().convertAndSend(destination, "hello", message -> {
            for (int i = 0; i < headers.length; i += 2) {
                message.setStringProperty(headers[i].replace('-', '_'), headers[i + 1]);
            }
            return message;
        });
    }

    @Override
    Runnable sendingOne(String destination) {
        AtomicReference<TextMessage> message = new AtomicReference<>();
        return () -> template().send(destination, session -> {
            message.compareAndSet(null, session.createTextMessage("hello"));
            return message.get();
        });
    }

    @Test
    @Override
    @Surface(value = "Other processes: messages of JMS, their replies, retries and dead letters", virtual = false)
    void crossesFromWhoSendsToWhoReceives() {
        super.crossesFromWhoSendsToWhoReceives();
    }

    @Test
    void goesWithMessagesThatTheApplicationMakes() {
        inStore("made", () -> template().send("plain", session -> session.createTextMessage("hello")));
        assertCrossed(sightings().next("plain", "made"), "made");
        inStore("messaging", () -> application.bean(JmsMessagingTemplate.class).convertAndSend("plain", "hello"));
        assertCrossed(sightings().next("plain", "messaging"), "messaging");
    }

    @Test
    void goesWithAMessageThatIsSentOnAsItIs() {
        TextMessage[] received = new TextMessage[1];
        inStore("received", () -> send("held"));
        received[0] = (TextMessage) Objects.requireNonNull(template().receive("held"));
        inStore("on", () -> template().send("plain", session -> received[0]));
        assertThat(sightings().next("plain", "received").user()).isEqualTo("ann");
    }

    /** Which is no Java identifier. */
    @Test
    void isSentWithoutAHeaderWhoseNameIsNoneOfAProperty() {
        OutgoingFields fields = new OutgoingFields(
                requests(),
                "X.Id",
                List.of(WireField.header("tenant", "X-Tenant")),
                List.of(),
                new Recipients(List.of("messages")),
                new WireLosses());
        Object template = new JmsTemplatePostProcessor(() -> fields, () -> true)
                .postProcessBeforeInitialization(new JmsTemplate(JmsBroker.connections()), "template");
        inStore("named", () -> ((JmsTemplate) template).convertAndSend("plain", "hello"));
        assertThat(sightings().next("plain").requireStore().get("tenant", String.class))
                .isEqualTo("acme");
    }

    @Test
    void isTheSameTemplateInAllElse() {
        assertThat(template()).isInstanceOf(JmsTemplate.class);
        assertThat(template().getDefaultDestinationName()).isEqualTo("held");
        assertThat(template().getReceiveTimeout()).isEqualTo(5000);
        assertThat(template().getConnectionFactory()).isSameAs(application.bean(ConnectionFactory.class));
    }

    private static JmsTemplate template() {
        return application.bean(JmsTemplate.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Parts.class, Listeners.class})
    static class Application {

        @Bean
        ConnectionFactory connectionFactory() {
            return JmsBroker.connections();
        }

        @Bean
        JmsTemplate jmsTemplate(ConnectionFactory connections) {
            JmsTemplate template = new JmsTemplate(connections);
            template.setDefaultDestinationName("held");
            template.setReceiveTimeout(5000);
            return template;
        }
    }

    static class Listeners {

        private final Sightings sightings;

        private final Worker worker;

        private final JmsTemplate template;

        Listeners(Sightings sightings, Worker worker, JmsTemplate template) {
            this.sightings = sightings;
            this.worker = worker;
            this.template = template;
        }

        @JmsListener(destination = "plain")
        void plain(String message) {
            sightings.note("plain");
        }

        @JmsListener(destination = "answered")
        void answered(String message) {
            sightings.note("answered");
        }

        @JmsListener(destination = "dead")
        void dead(String message) {
            sightings.note("dead");
        }

        @JmsListener(destination = "asked")
        @SendTo("answered")
        String asked(String message) {
            sightings.note("asked");
            return message;
        }

        /** A listener of JMS gives no result later, and sends it. */
        @JmsListener(destination = "later")
        void later(String message) {
            sightings.note("later");
            CompletableFuture<@Nullable Void> answered =
                    worker.answer(message).thenAccept(text -> template.convertAndSend("answered", text));
            answered.join();
        }

        @JmsListener(destination = "failing")
        void failing(String message) {
            sightings.note("failing");
            throw new IllegalStateException(message);
        }
    }
}
