// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** A message of Spring Integration that comes through a channel. */
record IntegrationArrival(Message<?> source, String destination) implements Arrival {

    @Override
    public String kind() {
        return "INTEGRATION";
    }

    @Override
    public @Nullable String messageId() {
        UUID id = source.getHeaders().getId();
        return id == null ? null : id.toString();
    }

    @Override
    public @Nullable String header(String name) {
        for (Map.Entry<String, Object> header : source.getHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name) && header.getValue() instanceof String value) {
                return value;
            }
        }
        return null;
    }
}
