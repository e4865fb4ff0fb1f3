// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Sightings.Seen;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.integration.annotation.InboundChannelAdapter;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.scheduling.PollerMetadata;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.support.PeriodicTrigger;

/** What real flows of Spring Integration see: each poll a store of its own, an executor channel that of the sender. */
class IntegrationPollTest {

    private static RunningApplication application;

    private static Sightings sightings;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(Application.class);
        sightings = application.bean(Sightings.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    @Surface(value = "Messages: polls of Spring Integration", virtual = false)
    void givesEachPollOfAnInboundAdapterAStoreAndLeavesNothingForTheNext() {
        Seen first = sightings.next("inbound");
        Seen second = sightings.next("inbound");

        assertThat(first.requireStore().method()).isEqualTo("INTEGRATION");
        assertThat(first.requireStore().path()).contains("source");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(first.user()).isNull();
        assertThat(second.user()).isNull();
    }

    @Test
    @Surface(value = "Messages: a `QueueChannel` of Spring Integration", virtual = false)
    void givesEachMessageOfAQueueAStoreWhichIsNotTheSenders() {
        RequestStore sender = new RequestStore("sender", "TEST", "/");
        storage().run(sender, () -> send("queue"));
        Seen seen = sightings.next("queue");

        assertThat(seen.requireStore().method()).isEqualTo("INTEGRATION");
        assertThat(seen.store()).isNotSameAs(sender);
    }

    @Test
    void goesAroundTheAdviceThatTheEndpointHas() {
        send("queue");

        Seen inside = sightings.next("queue advised");
        assertThat(sightings.next("advice", inside.id()).store()).isSameAs(inside.store());
    }

    @Test
    @Surface(value = "Messages: an `ExecutorChannel` of Spring Integration", virtual = false)
    void carriesTheStoreOfTheSenderOverAnExecutorChannel() {
        RequestStore sender = new RequestStore("sender", "TEST", "/");
        storage().run(sender, () -> send("executor"));

        assertThat(sightings.next("executor").store()).isSameAs(sender);
    }

    @Test
    void leavesPollsAloneWhenOff() {
        try (RunningApplication off =
                RunningApplication.withoutWebServer(Application.class, "alsx.messaging.enabled=false")) {
            assertThat(off.bean(Sightings.class).next("inbound").store()).isNull();
        }
    }

    @SuppressWarnings("unchecked")
    private static AsyncLocalStorage<RequestStore> storage() {
        return application.bean("requestStorage", AsyncLocalStorage.class);
    }

    private static void send(String channel) {
        application.bean(channel, MessageChannel.class).send(new GenericMessage<>("hello"));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableIntegration
    @Import({Sightings.class, Flows.class})
    static class Application {

        @Bean
        QueueChannel queue() {
            return new QueueChannel();
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ExecutorChannel executor(ThreadPoolTaskExecutor pool) {
            return new ExecutorChannel(pool);
        }

        @Bean
        PollerMetadata advised(Sightings sightings) {
            PollerMetadata poller = new PollerMetadata();
            poller.setTrigger(new PeriodicTrigger(Duration.ofMillis(20)));
            poller.setReceiveTimeout(100);
            Advice advice = (MethodInterceptor) poll -> {
                Object result = poll.proceed();
                sightings.note("advice");
                return result;
            };
            poller.setAdviceChain(List.of(advice));
            return poller;
        }
    }

    /** Forgets to leave what it enters, as bad code does. */
    static class Flows {

        private final AtomicInteger messages = new AtomicInteger();

        private final Sightings sightings;

        Flows(Sightings sightings) {
            this.sightings = sightings;
        }

        @InboundChannelAdapter(channel = "in", poller = @Poller(fixedDelay = "20"))
        String source() {
            return "message " + messages.incrementAndGet();
        }

        @ServiceActivator(inputChannel = "in")
        void inbound(String message) {
            sightings.note("inbound");
            USER.enterWith(message);
        }

        @ServiceActivator(inputChannel = "queue", poller = @Poller("advised"))
        void queue(String message) {
            sightings.note("queue");
            sightings.note("queue advised");
        }

        @ServiceActivator(inputChannel = "executor")
        void executor(String message) {
            sightings.note("executor");
        }
    }
}
