// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Writes what crosses to records of Kafka, on the thread that sends, behind the interceptor of the application. */
record OutgoingRecords<K, V>(
        Supplier<OutgoingFields> fields, @Nullable ProducerInterceptor<K, V> inner)
        implements ProducerInterceptor<K, V> {

    private static final KafkaCarrier CARRIER = new KafkaCarrier();

    @Override
    public ProducerRecord<K, V> onSend(ProducerRecord<K, V> message) {
        ProducerRecord<K, V> intercepted = inner == null ? message : inner.onSend(message);
        return fields.get().written(intercepted, CARRIER, OutgoingRecords::copy);
    }

    private static <K, V> ProducerRecord<K, V> copy(ProducerRecord<K, V> message) {
        return new ProducerRecord<>(
                message.topic(),
                message.partition(),
                message.timestamp(),
                message.key(),
                message.value(),
                message.headers());
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (inner != null) {
            inner.onAcknowledgement(metadata, exception);
        }
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (inner != null) {
            inner.configure(configs);
        }
    }
}
