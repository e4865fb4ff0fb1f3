// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message of a batch the context that it would have alone. A batch listener is called once, in a context that
 * is the batch's; a message's own begins here:
 *
 * <pre>{@code
 * @KafkaListener(topics = "orders", batch = "true")
 * void orders(List<ConsumerRecord<String, String>> records) {
 *     for (ConsumerRecord<String, String> each : records) {
 *         contexts.run(each, () -> handle(each)); // MessageContexts contexts
 *     }
 * }
 * }</pre>
 *
 * <p>A bean of this type is there to be injected, unless {@code alsx.messaging.enabled} is off, when what it is given runs
 * as it is. Thread-safe.
 */
public interface MessageContexts {

    /**
     * Runs code in a new context with the stores that are made from a message: its id, what it brings, and whatever the
     * application binds. Normally or with an exception, the context that there was is restored.
     *
     * @param message a record of Kafka, or a message of RabbitMQ, JMS or Spring
     * @param callback what to run, on the calling thread
     * @param <R> the type of the result
     * @param <X> what the callback may throw
     * @return what the callback gives
     * @throws X what the callback throws
     * @throws IllegalArgumentException if it is none of these, before anything is run
     */
    <R extends @Nullable Object, X extends Throwable> R run(
            Object message, ThrowingSupplier<? extends R, ? extends X> callback) throws X;

    /**
     * Runs code in a new context with the stores that are made from a message, as above.
     *
     * @param message a record of Kafka, or a message of RabbitMQ, JMS or Spring
     * @param callback what to run, on the calling thread
     * @throws IllegalArgumentException if it is none of these, before anything is run
     */
    default void run(Object message, Runnable callback) {
        run(message, () -> {
            callback.run();
            return true;
        });
    }
}
