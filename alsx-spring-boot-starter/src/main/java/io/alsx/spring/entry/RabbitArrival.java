// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;

/**
 * What comes from RabbitMQ.
 *
 * @param source the message, or a list of messages, each of which may have an id and headers of its own
 * @param message the message, or the first one of the list
 */
record RabbitArrival(Object source, @Nullable Message message) implements Arrival {

    static @Nullable Arrival of(Object message) {
        return message instanceof Message one ? new RabbitArrival(one, one) : null;
    }

    @Override
    public String kind() {
        return "RABBIT";
    }

    @Override
    public String destination() {
        return message == null
                ? ""
                : Objects.requireNonNullElse(message.getMessageProperties().getConsumerQueue(), "");
    }

    @Override
    public @Nullable String messageId() {
        return message != source ? null : message.getMessageProperties().getMessageId();
    }

    @Override
    public @Nullable String header(String name) {
        if (message != source) {
            return null;
        }
        for (Map.Entry<String, Object> header :
                message.getMessageProperties().getHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name) && header.getValue() != null) {
                return header.getValue() instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : header.getValue().toString();
            }
        }
        return null;
    }
}
