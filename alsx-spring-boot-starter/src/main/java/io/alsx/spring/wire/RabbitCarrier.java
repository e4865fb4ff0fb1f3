// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;

/** Messages to RabbitMQ. */
final class RabbitCarrier implements Carrier<Message> {

    @Override
    public @Nullable String host(Message target) {
        return null;
    }

    @Override
    public @Nullable String get(Message target, String name) {
        for (Map.Entry<String, Object> header :
                target.getMessageProperties().getHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name) && header.getValue() != null) {
                return header.getValue() instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : header.getValue().toString();
            }
        }
        return null;
    }

    @Override
    public void set(Message target, String name, String value) {
        target.getMessageProperties().getHeaders().keySet().removeIf(name::equalsIgnoreCase);
        target.getMessageProperties().setHeader(name, value);
    }
}
