// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What comes from Kafka. */
final class KafkaArrivals {

    private static final String KIND = "KAFKA";

    private KafkaArrivals() {}

    static @Nullable Arrival of(Object message) {
        return message instanceof ConsumerRecord<?, ?> one ? new One(one) : null;
    }

    /** A record, with its place in the topic for an id. */
    record One(ConsumerRecord<?, ?> source) implements Arrival {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String destination() {
            return source.topic();
        }

        @Override
        public String messageId() {
            return source.topic() + "-" + source.partition() + "@" + source.offset();
        }

        @Override
        public @Nullable String header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? null : values.get(0);
        }

        @Override
        public List<String> headers(String name) {
            List<String> values = new ArrayList<>(1);
            for (Header header : source.headers()) {
                if (header.key().equalsIgnoreCase(name) && header.value() != null) {
                    values.add(new String(header.value(), StandardCharsets.UTF_8));
                }
            }
            return values;
        }
    }

    /** A batch of records, each of which may have an id and headers of its own. */
    record Batch(ConsumerRecords<?, ?> source) implements Arrival {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String destination() {
            TreeSet<String> topics = new TreeSet<>();
            for (TopicPartition partition : source.partitions()) {
                topics.add(partition.topic());
            }
            return String.join(",", topics);
        }
    }
}
