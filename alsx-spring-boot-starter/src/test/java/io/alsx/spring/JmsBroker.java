// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A real Artemis, in this process and without a file. A message that fails twice is delivered to {@code dead}. */
public record JmsBroker(EmbeddedActiveMQ server) implements AutoCloseable {

    private static final String ADDRESS = "vm://0";

    public static JmsBroker start() {
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        try {
            server.setConfiguration(new ConfigurationImpl()
                    .setPersistenceEnabled(false)
                    .setSecurityEnabled(false)
                    .addAcceptorConfiguration("here", ADDRESS)
                    .addAddressSetting(
                            "#",
                            new AddressSettings()
                                    .setDeadLetterAddress(SimpleString.of("dead"))
                                    .setMaxDeliveryAttempts(2)));
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new JmsBroker(server);
    }

    public static ConnectionFactory connections() {
        return new ActiveMQConnectionFactory(ADDRESS);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
