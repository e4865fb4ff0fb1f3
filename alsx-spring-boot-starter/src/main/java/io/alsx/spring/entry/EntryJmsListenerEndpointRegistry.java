// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.function.Supplier;
import org.springframework.jms.config.JmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerEndpoint;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.MessageListenerContainer;

/** Spring's registry, with listeners that run each message in a context of its own. */
final class EntryJmsListenerEndpointRegistry extends JmsListenerEndpointRegistry {

    private final Supplier<EntryPoint> entryPoint;

    EntryJmsListenerEndpointRegistry(Supplier<EntryPoint> entryPoint) {
        this.entryPoint = entryPoint;
    }

    @Override
    protected MessageListenerContainer createListenerContainer(
            JmsListenerEndpoint endpoint, JmsListenerContainerFactory<?> factory) {
        MessageListenerContainer container = super.createListenerContainer(endpoint, factory);
        if (container instanceof AbstractMessageListenerContainer springs) {
            JmsListeners.wrap(springs, entryPoint);
        }
        return container;
    }
}
