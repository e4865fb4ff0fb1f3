// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.ThrowingSupplier;
import io.alsx.spring.MessageContexts;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Begins the contexts of single messages, of whatever library is there. */
public final class MessageArrivals implements MessageContexts {

    private final EntryPoint entry;

    private final boolean on;

    private final List<Kind> kinds;

    /**
     * Makes it.
     *
     * @param entry begins the contexts
     * @param on whether messages have one
     * @param classLoader knows the libraries
     */
    public MessageArrivals(EntryPoint entry, boolean on, @Nullable ClassLoader classLoader) {
        this.entry = entry;
        this.on = on;
        this.kinds = List.of(Kind.values()).stream()
                .filter(kind -> ClassUtils.isPresent(kind.type, classLoader))
                .toList();
    }

    @Override
    public <R extends @Nullable Object, X extends Throwable> R run(
            Object message, ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        Arrival arrival = arrivalOf(message);
        return on ? entry.run(arrival, callback) : callback.get();
    }

    private Arrival arrivalOf(Object message) {
        for (Kind kind : kinds) {
            Arrival arrival = kind.arrival.apply(message);
            if (arrival != null) {
                return arrival;
            }
        }
        throw new IllegalArgumentException("A " + message.getClass().getName()
                + " is no message that has a context. Give a ConsumerRecord of Kafka, or a Message of RabbitMQ, JMS or"
                + " Spring.");
    }

    /** With lambdas, as a reference to a method loads its class, whose library may be absent. */
    private enum Kind {
        KAFKA("org.apache.kafka.clients.consumer.ConsumerRecord", message -> KafkaArrivals.of(message)),
        RABBIT("org.springframework.amqp.core.Message", message -> RabbitArrival.of(message)),
        JMS("jakarta.jms.Message", message -> JmsArrival.ifMessage(message)),
        SPRING("org.springframework.messaging.Message", message -> IntegrationArrival.of(message));

        private final String type;

        @SuppressWarnings("ImmutableEnumChecker") // has no state
        private final Function<Object, @Nullable Arrival> arrival;

        Kind(String type, Function<Object, @Nullable Arrival> arrival) {
            this.type = type;
            this.arrival = arrival;
        }
    }
}
