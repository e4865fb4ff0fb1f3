// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.function.Supplier;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

/** JMS listeners that run another one, for each message in a context of its own. */
final class JmsListeners {

    private JmsListeners() {}

    /** Puts one in the place of the container's own, which has set what it sets on the container. */
    static void wrap(AbstractMessageListenerContainer container, Supplier<EntryPoint> entryPoint) {
        Object listener = container.getMessageListener();
        if (listener instanceof SessionAware || listener instanceof Plain) {
            return;
        }
        if (listener instanceof SessionAwareMessageListener<?> sessionAware) {
            container.setMessageListener(new SessionAware(entryPoint, sessionAware));
        } else if (listener instanceof MessageListener plain) {
            container.setMessageListener(new Plain(entryPoint, plain));
        }
    }

    private record SessionAware(Supplier<EntryPoint> entryPoint, SessionAwareMessageListener<?> delegate)
            implements SessionAwareMessageListener<Message> {

        @Override
        @SuppressWarnings("unchecked") // as the container does
        public void onMessage(Message message, Session session) throws JMSException {
            entryPoint.get().<Boolean, JMSException>run(JmsArrival.of(message), () -> {
                ((SessionAwareMessageListener<Message>) delegate).onMessage(message, session);
                return true;
            });
        }
    }

    private record Plain(Supplier<EntryPoint> entryPoint, MessageListener delegate) implements MessageListener {

        @Override
        public void onMessage(Message message) {
            entryPoint.get().run(JmsArrival.unchecked(message), () -> {
                delegate.onMessage(message);
                return true;
            });
        }
    }
}
