// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A JMS message. The name of a property of it is a Java identifier: a header's, with {@code _} for each {@code -}. */
record JmsArrival(
        Message source, String destination, @Nullable String messageId) implements Arrival {

    static JmsArrival of(Message message) throws JMSException {
        return new JmsArrival(message, nameOf(message.getJMSDestination()), message.getJMSMessageID());
    }

    static @Nullable Arrival ifMessage(Object message) {
        return message instanceof Message one ? unchecked(one) : null;
    }

    static JmsArrival unchecked(Message message) {
        try {
            return of(message);
        } catch (JMSException e) {
            throw new IllegalStateException("The destination of a message cannot be read", e);
        }
    }

    @Override
    public String kind() {
        return "JMS";
    }

    @Override
    public @Nullable String header(String name) {
        try {
            Enumeration<?> properties = source.getPropertyNames();
            while (properties.hasMoreElements()) {
                String property = String.valueOf(properties.nextElement());
                if (property.replace('-', '_').equalsIgnoreCase(name.replace('-', '_'))) {
                    return source.getStringProperty(property);
                }
            }
        } catch (JMSException e) {
            // as if there were none: whoever needs the property meets the failure on his own
        }
        return null;
    }

    private static String nameOf(@Nullable Destination destination) throws JMSException {
        if (destination instanceof Queue queue) {
            return queue.getQueueName();
        }
        if (destination instanceof Topic topic) {
            return topic.getTopicName();
        }
        return destination == null ? "" : destination.toString();
    }
}
