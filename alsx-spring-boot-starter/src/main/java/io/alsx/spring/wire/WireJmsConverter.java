// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.converter.MessageConverter;
import org.springframework.jms.support.converter.SmartMessageConverter;

/** Writes what crosses to the replies of listeners, which another converter makes. */
record WireJmsConverter(MessageConverter delegate, Supplier<OutgoingFields> fields) implements SmartMessageConverter {

    private static final JmsCarrier CARRIER = new JmsCarrier();

    @Override
    public Message toMessage(Object object, Session session) throws JMSException {
        return written(delegate.toMessage(object, session));
    }

    @Override
    public Message toMessage(Object object, Session session, @Nullable Object hint) throws JMSException {
        return delegate instanceof SmartMessageConverter smart
                ? written(smart.toMessage(object, session, hint))
                : toMessage(object, session);
    }

    @Override
    public Object fromMessage(Message message) throws JMSException {
        return delegate.fromMessage(message);
    }

    private Message written(Message message) {
        fields.get().write(message, CARRIER);
        return message;
    }
}
