// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** A message of Spring Integration that comes through a channel. */
record IntegrationArrival(Message<?> source, String destination) implements Arrival {

    private static final List<String> OF_CONNECTIONS = List.of("http_requestUrl", "ip_address", "simpSessionId");

    /** One that has come from a broker tells in its headers from where. */
    static @Nullable Arrival of(Object message) {
        return message instanceof Message<?> one ? new IntegrationArrival(one, destinationOf(one.getHeaders())) : null;
    }

    private static String destinationOf(MessageHeaders headers) {
        for (String name : List.of("kafka_receivedTopic", "amqp_consumerQueue", "jms_destination")) {
            Object destination = headers.get(name);
            if (destination != null) {
                return destination.toString();
            }
        }
        return "";
    }

    @Override
    public String kind() {
        return "INTEGRATION";
    }

    @Override
    public @Nullable String messageId() {
        UUID id = source.getHeaders().getId();
        return id == null ? null : id.toString();
    }

    /** What has come by HTTP, TCP, UDP or a web socket is not of a broker, and does not tell whose it is. */
    @Override
    public @Nullable String peerAddress() {
        return OF_CONNECTIONS.stream().anyMatch(source.getHeaders()::containsKey) ? "" : null;
    }

    @Override
    public @Nullable String header(String name) {
        for (Map.Entry<String, Object> header : source.getHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name) && header.getValue() instanceof String value) {
                return value;
            }
            if (header.getKey().equalsIgnoreCase(name) && header.getValue() instanceof byte[] value) { // of Kafka
                return new String(value, StandardCharsets.UTF_8);
            }
        }
        return null;
    }
}
