// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.util.ReflectionUtils;

/**
 * Spring's template, which writes what crosses to each message, and takes it back when the message is sent: it cannot be
 * copied, and is its sender's, who may send it again.
 */
final class WireJmsTemplate extends JmsTemplate {

    private static final JmsCarrier CARRIER = new JmsCarrier();

    private final Supplier<OutgoingFields> fields;

    /** Makes one that is set up as another is. */
    WireJmsTemplate(JmsTemplate other, Supplier<OutgoingFields> fields) {
        this.fields = fields;
        ReflectionUtils.shallowCopyFieldState(other, this);
    }

    @Override
    protected void doSend(MessageProducer producer, Message message) throws JMSException {
        Map<String, @Nullable String> former = new HashMap<>();
        fields.get().addedTo(message, CARRIER).forEach((name, value) -> {
            former.put(name, CARRIER.get(message, name));
            CARRIER.set(message, name, value);
        });
        try {
            super.doSend(producer, message);
        } finally {
            former.forEach((name, value) -> CARRIER.restore(message, name, value));
        }
    }
}
