// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Sightings.Seen;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageListener;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.config.SimpleJmsListenerEndpoint;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Each message that a real JMS broker delivers runs in a context of its own. */
class JmsListenerTest {

    private static RunningApplication application;

    private static Sightings sightings;

    private static JmsBroker broker;

    @BeforeAll
    static void start() {
        broker = JmsBroker.start();
        application = RunningApplication.withoutWebServer(Application.class);
        sightings = application.bean(Sightings.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        broker.close();
    }

    @Test
    @Surface("Messages: `@JmsListener`")
    void givesEachMessageAStoreAndLeavesNothingForTheNext() {
        send("plain", "");
        send("plain", "");
        Seen first = sightings.next("plain");
        Seen second = sightings.next("plain");

        assertThat(first.requireStore().method()).isEqualTo("JMS");
        assertThat(first.requireStore().path()).isEqualTo("plain");
        assertThat(first.requireStore().get("messageId", String.class)).startsWith("ID:");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.user()).isNull();
    }

    @Test
    void takesTheIdThatComesWithTheMessageAsAPropertyOfAnyName() {
        send("later", "abc-1", "X_Request_Id");
        assertThat(sightings.next("later", "abc-1").id()).isEqualTo("abc-1");
        send("later", "abc-2", "x_request_id");
        assertThat(sightings.next("later", "abc-2").id()).isEqualTo("abc-2");
    }

    @Test
    void isKeptByWhatTheListenerStarts() {
        send("later", "started");
        assertThat(sightings.next("worker", "started").user()).isEqualTo("entered");
    }

    @Test
    void isNewForEachDelivery() {
        send("failing", "again");
        Seen first = sightings.next("failing", "again");
        Seen second = sightings.next("failing", "again");

        assertThat(second.store()).isNotSameAs(first.store());
        assertThat(second.requireStore().get("messageId", String.class))
                .isEqualTo(first.requireStore().get("messageId", String.class));
    }

    @Test
    void isThereInAContainerThatIsABean() {
        send("own", "own");
        assertThat(sightings.next("own").id()).isEqualTo("own");
    }

    @Test
    void isThereInAContainerThatIsRegisteredLater() {
        SimpleJmsListenerEndpoint endpoint = new SimpleJmsListenerEndpoint();
        endpoint.setId("late");
        endpoint.setDestination("late");
        endpoint.setMessageListener(message -> sightings.note("late"));
        USER.run(
                "starter",
                () -> application
                        .bean(JmsListenerEndpointRegistry.class)
                        .registerListenerContainer(
                                endpoint, application.bean(DefaultJmsListenerContainerFactory.class), true));
        send("late", "late");
        Seen seen = sightings.next("late");

        assertThat(seen.id()).isEqualTo("late");
        assertThat(seen.user()).isNull();
    }

    @Test
    void stopsItsContainersWithTheApplication() {
        RunningApplication other = RunningApplication.withoutWebServer(Application.class);
        var containers = other.bean(JmsListenerEndpointRegistry.class).getListenerContainers();
        assertThat(containers).isNotEmpty().allMatch(container -> container.isRunning());
        other.close();

        assertThat(containers).noneMatch(container -> ((DefaultMessageListenerContainer) container).isActive());
    }

    @Test
    void isNotThereWhenOff() {
        try (RunningApplication off =
                RunningApplication.withoutWebServer(Application.class, "alsx.messaging.enabled=false", "prefix=off-")) {
            send("off-plain", "off");
            assertThat(off.bean(Sightings.class).next("plain").store()).isNull();
            assertThat(off.bean(JmsListenerEndpointRegistry.class))
                    .isExactlyInstanceOf(JmsListenerEndpointRegistry.class);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Surface("Messages: `@JmsListener`")
    void isThereOnVirtualThreads() {
        try (RunningApplication virtual = RunningApplication.withoutWebServer(
                Application.class, "spring.threads.virtual.enabled=true", "prefix=virtual-")) {
            send("virtual-plain", "virtual");
            assertThat(virtual.bean(Sightings.class).next("plain").id()).isEqualTo("virtual");
        }
    }

    private static void send(String queue, String id) {
        send(queue, id, "X_Request_Id");
    }

    private static void send(String queue, String id, String property) {
        application.bean(JmsTemplate.class).convertAndSend(queue, "hello", message -> {
            if (!id.isEmpty()) {
                message.setStringProperty(property, id);
            }
            return message;
        });
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Listeners.class, Worker.class})
    static class Application {

        @Bean
        ConnectionFactory connectionFactory() {
            return JmsBroker.connections();
        }

        @Bean
        Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
            return new Sightings(requestStorage);
        }

        @Bean
        SimpleMessageListenerContainer ownContainer(ConnectionFactory connections, Sightings sightings) {
            SimpleMessageListenerContainer container = new SimpleMessageListenerContainer();
            container.setConnectionFactory(connections);
            container.setDestinationName("own");
            container.setMessageListener((MessageListener) message -> sightings.note("own"));
            return container;
        }
    }

    static final class Listeners {

        private final Sightings sightings;

        private final Worker worker;

        Listeners(Sightings sightings, Worker worker) {
            this.sightings = sightings;
            this.worker = worker;
        }

        @JmsListener(destination = "${prefix:}plain")
        void plain(String message) {
            sightings.note("plain");
            USER.enterWith("entered");
        }

        @JmsListener(destination = "${prefix:}later")
        void later(String message) {
            sightings.note("later");
            USER.enterWith("entered");
            worker.note("worker").join();
        }

        @JmsListener(destination = "${prefix:}failing")
        void failing(String message) {
            sightings.note("failing");
            throw new IllegalStateException(message);
        }
    }

    static class Worker {

        private final Sightings sightings;

        Worker(Sightings sightings) {
            this.sightings = sightings;
        }

        @Async
        CompletableFuture<String> note(String where) {
            sightings.note(where);
            return CompletableFuture.completedFuture(where);
        }
    }
}
