// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * Begins a context for each batch of records, which lasts until the batch has been dealt with, by the error handler,
 * too. The application's own interceptor is inside.
 */
record KafkaBatchEntry<K, V>(EntryPoint entry, @Nullable BatchInterceptor<K, V> inner)
        implements BatchInterceptor<K, V> {

    @Override
    public @Nullable ConsumerRecords<K, V> intercept(ConsumerRecords<K, V> messages, Consumer<K, V> consumer) {
        entry.end();
        entry.begin(new KafkaArrivals.Batch(messages));
        return inner == null ? messages : inner.intercept(messages, consumer);
    }

    @Override
    public void success(ConsumerRecords<K, V> messages, Consumer<K, V> consumer) {
        if (inner != null) {
            inner.success(messages, consumer);
        }
    }

    @Override
    public void failure(ConsumerRecords<K, V> messages, Exception exception, Consumer<K, V> consumer) {
        if (inner != null) {
            inner.failure(messages, exception, consumer);
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
