// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import org.springframework.integration.support.MessageDecorator;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * A message on its way to another thread, equal to the one that was sent, with the context of the code that sent it.
 *
 * @param <T> the type of the payload
 */
final class ContextMessage<T> extends GenericMessage<T> implements MessageDecorator {

    private final transient Message<T> original;

    private final transient Snapshot context;

    ContextMessage(Message<T> original, Snapshot context) {
        super(original.getPayload(), original.getHeaders());
        this.original = original;
        this.context = context;
    }

    Message<T> original() {
        return original;
    }

    Snapshot context() {
        return context;
    }

    /** The same context, for a message that a channel makes of this one. */
    @Override
    public Message<?> decorateMessage(Message<?> message) {
        return new ContextMessage<>(message, context);
    }

    private Object writeReplace() {
        return original;
    }
}
