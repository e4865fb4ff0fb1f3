// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import org.springframework.integration.support.MessageDecorator;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * A message on its way to another thread, with the context of the code that sent it. Equal to the one that was sent, which
 * is what whoever receives it is given, and what is written in its place.
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

    /** The same context, and what else the one that was sent has, for a message that a channel makes of this one. */
    @Override
    public Message<?> decorateMessage(Message<?> message) {
        if (message == this) {
            return this;
        }
        Message<?> made = original instanceof MessageDecorator other ? other.decorateMessage(message) : message;
        return new ContextMessage<>(made, context);
    }

    @Override
    public String toString() {
        return original.toString();
    }

    private Object writeReplace() {
        return original;
    }
}
