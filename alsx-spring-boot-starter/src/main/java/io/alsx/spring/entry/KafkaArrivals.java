// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.nio.charset.StandardCharsets;
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
            for (Header header : source.headers()) {
                if (header.key().equalsIgnoreCase(name) && header.value() != null) {
                    return new String(header.value(), StandardCharsets.UTF_8);
                }
            }
            return null;
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

        @Override
        public @Nullable String messageId() {
            return null;
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }
    }
}
