// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.IntegrationApplication.Source;
import io.alsx.spring.Sightings.Seen;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

/** Messages of real Spring Integration flows, on pollers, queues and executors. */
class IntegrationMessageTest {

    private static RunningApplication application;

    private static Sightings sightings;

    private static AsyncLocalStorage<RequestStore> storage;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void start() {
        application = RunningApplication.withoutWebServer(IntegrationApplication.class);
        sightings = application.bean(Sightings.class);
        storage = application.context().getBean("requestStorage", AsyncLocalStorage.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    @Surface(value = "Messages: polls of Spring Integration", virtual = false)
    void begunByAPollHaveAStoreEachAndLeaveNothingForTheNext() {
        Source source = application.bean(Source.class);
        source.give(new GenericMessage<>("first", Map.of("X-Request-Id", "abc-1")));
        Seen first = sightings.next("polled first");
        source.give(new GenericMessage<>("second"));
        Seen second = sightings.next("polled second");

        assertThat(first.requireStore().method()).isEqualTo("INTEGRATION");
        assertThat(first.requireStore().path()).isEqualTo("polled");
        assertThat(first.id()).isEqualTo("abc-1");
        assertThat(first.requireStore().get("messageId", String.class)).isNotEmpty();
        assertThat(second.id()).isNotEqualTo("abc-1");
        assertThat(second.user()).isNull();
        assertThat(sightings.next("received").store()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error"})
    void leaveNothingForTheNextWhenTheyFail(String failure) {
        Source source = application.bean(Source.class);
        source.give(new GenericMessage<>(failure, Map.of("X-Request-Id", failure)));
        assertThat(sightings.next("polled " + failure).id()).isEqualTo(failure);
        source.give(new GenericMessage<>("after " + failure));
        Seen next = sightings.next("polled after " + failure);

        assertThat(next.id()).isNotEqualTo(failure);
        assertThat(next.user()).isNull();
    }

    @Test
    @Surface(value = "Messages: a `QueueChannel` of Spring Integration", virtual = false)
    void ofAQueueAreHandledInTheContextOfTheSender() {
        handledInTheContextOfTheSender("queued");
    }

    @Test
    @Surface(value = "Messages: an `ExecutorChannel` of Spring Integration", virtual = false)
    void ofABareExecutorAreHandledInTheContextOfTheSender() {
        handledInTheContextOfTheSender("executed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flowing", "prior", "published", "sequenced", "carried"})
    void areHandledInTheContextOfTheSender(String channel) {
        handledInTheContextOfTheSender(channel);
    }

    private static void handledInTheContextOfTheSender(String channel) {
        RequestStore request = new RequestStore("abc", "GET", "/");
        storage.run(request, () -> USER.run("ada", () -> send(channel, "mine")));
        Seen seen = sightings.next(channel + " mine");

        assertThat(seen.store()).isSameAs(request);
        assertThat(seen.user()).isEqualTo("ada");
        assertThat(seen.thread()).isNotEqualTo(Thread.currentThread().getName());
    }

    @Test
    void areHandledAtOnceByACallWithoutAnExecutor() {
        RequestStore request = new RequestStore("abc", "GET", "/");
        storage.run(request, () -> USER.run("ada", () -> send("direct", "mine")));
        Seen seen = sightings.next("direct mine");

        assertThat(seen.store()).isSameAs(request);
        assertThat(seen.thread()).isEqualTo(Thread.currentThread().getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "flowing", "prior", "executed", "published", "sequenced", "carried"})
    void haveAStoreOfTheirOwnWhereTheSenderHasNone(String channel) {
        send(channel, "one");
        send(channel, "other");
        Seen one = sightings.next(channel + " one");
        Seen other = sightings.next(channel + " other");

        assertThat(one.requireStore().toString()).startsWith("INTEGRATION " + channel + " ");
        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(other.user()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "flowing", "prior", "executed", "published", "sequenced", "carried"})
    void leaveNothingOnTheThreadOfAHandlerThatFails(String channel) {
        RequestStore request = new RequestStore("abc", "GET", "/");
        for (String failure : new String[] {"exception", "error"}) {
            storage.run(request, () -> send(channel, failure));
            assertThat(sightings.next(channel + " " + failure).store()).isSameAs(request);
        }
        send(channel, "next");
        Seen next = sightings.next(channel + " next");
        assertThat(next.store()).isNotNull().isNotSameAs(request);
        assertThat(next.user()).isNull();
    }

    @Test
    void shareTheirContextWithTheAdviceThatTheEndpointOfTheApplicationHas() {
        RequestStore request = new RequestStore("abc", "GET", "/");
        storage.run(request, () -> send("queued", "advised"));
        send("queued", "advised alone");
        application.bean(Source.class).give(new GenericMessage<>("advised"));

        assertThat(sightings.next("queued advised").store()).isSameAs(request);
        assertThat(sightings.next("advice of queued advised").store()).isSameAs(request);
        Seen alone = sightings.next("queued advised alone");
        assertThat(sightings.next("advice of queued advised alone").requireStore())
                .isSameAs(alone.store());
        Seen polled = sightings.next("polled advised");
        assertThat(sightings.next("advice of polled advised").requireStore()).isSameAs(polled.store());
    }

    @Test
    void beginNothingInACallByCodeWithoutAStore() {
        USER.run("ada", () -> send("direct", "plain"));
        assertThat(sightings.next("direct plain").store()).isNull();
    }

    @Test
    void areWhatWasSentForWhoeverReceivesThem() {
        Message<String> plain = new GenericMessage<>("plain");
        Message<?> error = new ErrorMessage(new IllegalStateException("on purpose"));
        PollableChannel box = application.context().getBean("box", PollableChannel.class);
        storage.run(new RequestStore("abc", "GET", "/"), () -> {
            box.send(plain);
            box.send(error);
        });

        assertThat(box.receive(0)).isSameAs(plain);
        assertThat(box.receive(0)).isSameAs(error);
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void leaveTheThreadOfACallerThatHandlesThemWhatItHad() {
        USER.run("ada", () -> {
            send("callers", "entering");
            assertThat(USER.getStore()).isEqualTo("ada");
            assertThat(storage.getStore()).isNull();
            send("callers", "exception");
            assertThat(USER.getStore()).isEqualTo("ada");
            assertThat(storage.getStore()).isNull();
        });
        assertThat(sightings.next("callers entering").requireStore().path()).isEqualTo("callers");
    }

    /** What a connection brought was not written by whoever may write to a broker. */
    @ParameterizedTest
    @CsvSource({"kafka_receivedTopic,acme", "http_requestUrl,null", "ip_address,null", "simpSessionId,null"})
    void bringFieldsOfBrokersOnly(String header, String tenant) {
        try (RunningApplication trusting = RunningApplication.withoutWebServer(
                IntegrationApplication.class,
                "alsx.wire.accept-from=messages",
                "alsx.wire.fields[0].name=tenant",
                "alsx.wire.fields[0].header=X-Tenant")) {
            trusting.bean(Source.class).give(new GenericMessage<>("in", Map.of(header, "any", "X-Tenant", "acme")));
            Seen seen = trusting.bean(Sightings.class).next("polled in");
            assertThat(String.valueOf(seen.requireStore().get("tenant", String.class)))
                    .isEqualTo(tenant);
        }
    }

    @Test
    void areLeftAloneWhenOff() {
        try (RunningApplication off =
                RunningApplication.withoutWebServer(IntegrationApplication.class, "alsx.messaging.enabled=false")) {
            off.context().getBean("queued", MessageChannel.class).send(new GenericMessage<>("off"));
            assertThat(off.bean(Sightings.class).next("queued off").store()).isNull();
            off.bean(Source.class).give(new GenericMessage<>("off"));
            assertThat(off.bean(Sightings.class).next("polled off").store()).isNull();
        }
    }

    private static void send(String channel, String message) {
        application.context().getBean(channel, MessageChannel.class).send(new GenericMessage<>(message));
    }
}
