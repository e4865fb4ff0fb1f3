// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.function.Supplier;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.util.ReflectionUtils;

/** Spring's template, which writes what crosses to each message. */
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
        fields.get().write(message, CARRIER);
        super.doSend(producer, message);
    }
}
