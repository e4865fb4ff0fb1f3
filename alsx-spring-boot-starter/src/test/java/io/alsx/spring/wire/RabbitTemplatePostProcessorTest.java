// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.rabbitmq.client.Channel;
import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.WireField;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.batch.SimpleBatchingStrategy;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.BatchingRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.TaskScheduler;

/** What a template of RabbitMQ hands to its channel, without a broker. */
class RabbitTemplatePostProcessorTest {

    private static final AsyncLocalStorage<RequestStore> REQUESTS = AsyncLocalStorage.named("request");

    private final OutgoingFields fields = new OutgoingFields(
            REQUESTS,
            "X-Request-Id",
            List.of(WireField.header("tenant", "X-Tenant"), WireField.baggage("user", "user")),
            List.of(),
            new Recipients(List.of("messages")),
            new WireLosses());

    private final Template template = new Template();

    RabbitTemplatePostProcessorTest() {
        new RabbitTemplatePostProcessor(() -> fields, () -> true).postProcessBeforeInitialization(template, "template");
    }

    @Test
    void aMessageThatIsSentTwiceGoesWithWhatIsOfEachSender() {
        Message message = message();
        send("one", message);
        send("two", message);
        assertThat(template.headers(0)).isEqualTo(headers("one"));
        assertThat(template.headers(1)).isEqualTo(headers("two"));
        assertThat(message.getMessageProperties().getHeaders()).isEqualTo(Map.of("X-Own", "own", "baggage", "other=o"));
    }

    @Test
    void allElseOfAMessageIsAsItWas() {
        Message message = message();
        send("one", message);
        Message sent = template.sent.get(0);
        assertThat(sent).isNotSameAs(message);
        assertThat(sent.getBody()).isSameAs(message.getBody());
        sent.getMessageProperties().getHeaders().clear();
        message.getMessageProperties().getHeaders().clear();
        assertThat(sent.getMessageProperties())
                .usingRecursiveComparison()
                .ignoringFields("original", "contentLengthSet", "deliveryTagSet")
                .isEqualTo(message.getMessageProperties());
    }

    @Test
    void aHeaderOfTheSenderStays() {
        Message message = message();
        message.getMessageProperties().setHeader("x-tenant", "own");
        send("one", message);
        assertThat(template.headers(0)).containsEntry("x-tenant", "own").doesNotContainKey("X-Tenant");
    }

    @Test
    void isNotCopiedForNothing() {
        Message message = message();
        template.send(message);
        assertThat(template.sent).containsExactly(message);
        assertThat(template.sent.get(0)).isSameAs(message);
    }

    /** Which Spring sets behind the post-processors, on the properties of the message that it was given. */
    @Test
    void isSentInTheNameOfTheUserThatTheTemplateFinds() {
        template.setUserIdExpressionString("'guest'");
        send("one", message());
        assertThat(template.sent.get(0).getMessageProperties().getUserId()).isEqualTo("guest");
    }

    /** Which is sent by whoever completes it, and would be that one's for those whose messages are in it, too. */
    @Test
    void aBatchOfSeveralSendersIsNobodys() {
        Batches batches = new Batches();
        new RabbitTemplatePostProcessor(() -> fields, () -> true).postProcessBeforeInitialization(batches, "batches");
        REQUESTS.run(new RequestStore("one", "GET", "/"), () -> batches.send("plain", message()));
        REQUESTS.run(new RequestStore("two", "GET", "/"), () -> batches.send("plain", message()));
        assertThat(batches.sent).hasSize(1);
        assertThat(batches.sent.get(0).getMessageProperties().getHeaders())
                .containsEntry("X-Own", "own")
                .doesNotContainKey("X-Request-Id");
    }

    @Test
    void anObservationSeesWhatIsSent() {
        Message message = message();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(
                        new SenderObservationHandler(() -> fields, getClass().getClassLoader()))
                .observationHandler(new Tracer());
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean(ObservationRegistry.class, () -> registry);
        context.refresh();
        template.setApplicationContext(context);
        template.setObservationEnabled(true);
        send("one", message);
        send("two", message);
        context.close();
        assertThat(template.headers(0))
                .containsEntry("X-Request-Id", "one")
                .containsEntry("baggage", "theirs=t,user=user-one");
        assertThat(template.headers(1))
                .containsEntry("X-Request-Id", "two")
                .containsEntry("baggage", "theirs=t,user=user-two");
        assertThat(message.getMessageProperties().getHeaders()).isEqualTo(Map.of("X-Own", "own", "baggage", "other=o"));
    }

    private static Map<String, Object> headers(String id) {
        return Map.of(
                "X-Own", "own", "X-Request-Id", id, "X-Tenant", "tenant-" + id, "baggage", "other=o,user=user-" + id);
    }

    private static Message message() {
        return MessageBuilder.withBody("hello".getBytes(StandardCharsets.UTF_8))
                .setContentType("text/plain")
                .setMessageId("m")
                .setCorrelationId("c")
                .setReplyTo("answers")
                .setExpiration("1000")
                .setPriority(3)
                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                .setHeader("X-Own", "own")
                .setHeader("baggage", "other=o")
                .build();
    }

    private void send(String id, Message message) {
        RequestStore store = new RequestStore(id, "GET", "/");
        store.put("tenant", "tenant-" + id);
        store.put("user", "user-" + id);
        REQUESTS.run(store, () -> template.send(message));
    }

    /** Keeps what it would write to the channel. */
    private static final class Template extends RabbitTemplate {

        private final List<Message> sent = new ArrayList<>();

        private final Channel channel = (Channel) Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> null);

        @Override
        public void send(Message message) {
            doSend(channel, "", "plain", message, false, new CorrelationData("c"));
        }

        @Override
        protected void sendToRabbit(
                Channel to, String exchange, String routingKey, boolean mandatory, Message message) {
            sent.add(message);
        }

        Map<String, Object> headers(int index) {
            return sent.get(index).getMessageProperties().getHeaders();
        }
    }

    /** Keeps batches of two that it would write to the channel. */
    private static final class Batches extends BatchingRabbitTemplate {

        private final List<Message> sent = new ArrayList<>();

        Batches() {
            super(connections(), new SimpleBatchingStrategy(2, 10_000, 0), mock(TaskScheduler.class));
        }

        @Override
        protected void sendToRabbit(
                Channel to, String exchange, String routingKey, boolean mandatory, Message message) {
            sent.add(message);
        }

        private static ConnectionFactory connections() {
            ConnectionFactory factory = mock(ConnectionFactory.class);
            Connection connection = mock(Connection.class);
            when(factory.createConnection()).thenReturn(connection);
            when(connection.createChannel(false)).thenReturn(mock(Channel.class));
            return factory;
        }
    }

    /** Replaces the baggage, as Micrometer Tracing does. */
    private static final class Tracer implements ObservationHandler<SenderContext<Object>> {

        @Override
        public void onStart(SenderContext<Object> context) {
            @Nullable Object carrier = context.getCarrier();
            context.getSetter().set(Objects.requireNonNull(carrier), "baggage", "theirs=t");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof SenderContext<?>;
        }
    }
}
