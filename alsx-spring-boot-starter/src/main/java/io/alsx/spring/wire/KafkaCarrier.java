// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records of Kafka. */
final class KafkaCarrier implements Carrier<ProducerRecord<?, ?>> {

    @Override
    public @Nullable String host(ProducerRecord<?, ?> target) {
        return null;
    }

    @Override
    public @Nullable String get(ProducerRecord<?, ?> target, String name) {
        List<String> values = new ArrayList<>(1);
        for (Header header : target.headers()) {
            if (header.key().equalsIgnoreCase(name) && header.value() != null) {
                values.add(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return values.isEmpty() ? null : String.join(",", values);
    }

    @Override
    public void set(ProducerRecord<?, ?> target, String name, String value) {
        for (Header present : target.headers().toArray()) {
            if (present.key().equalsIgnoreCase(name)) {
                target.headers().remove(present.key());
            }
        }
        target.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
