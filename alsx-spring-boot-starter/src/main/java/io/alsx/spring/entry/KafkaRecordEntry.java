// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * Begins a context for each record, which lasts until the record has been dealt with, by the error handler, too. Between
 * records, the consumer's thread has no store. The application's own interceptor is inside.
 */
record KafkaRecordEntry<K, V>(EntryPoint entry, @Nullable RecordInterceptor<K, V> inner)
        implements RecordInterceptor<K, V> {

    @Override
    public @Nullable ConsumerRecord<K, V> intercept(ConsumerRecord<K, V> message, Consumer<K, V> consumer) {
        entry.end();
        entry.begin(new KafkaArrivals.One(message));
        return inner == null ? message : inner.intercept(message, consumer);
    }

    @Override
    public void success(ConsumerRecord<K, V> message, Consumer<K, V> consumer) {
        if (inner != null) {
            inner.success(message, consumer);
        }
    }

    @Override
    public void failure(ConsumerRecord<K, V> message, Exception exception, Consumer<K, V> consumer) {
        if (inner != null) {
            inner.failure(message, exception, consumer);
        }
    }

    @Override
    public void afterRecord(ConsumerRecord<K, V> message, Consumer<K, V> consumer) {
        try {
            if (inner != null) {
                inner.afterRecord(message, consumer);
            }
        } finally {
            entry.end();
        }
    }

    @Override
    public void setupThreadState(Consumer<?, ?> consumer) {
        entry.clear();
        if (inner != null) {
            inner.setupThreadState(consumer);
        }
    }

    @Override
    public void clearThreadState(Consumer<?, ?> consumer) {
        try {
            if (inner != null) {
                inner.clearThreadState(consumer);
            }
        } finally {
            entry.end();
        }
    }
}
