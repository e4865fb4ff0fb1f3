// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Enumeration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** JMS messages. The name of a property is a Java identifier: a header's, with {@code _} for each {@code -}. */
final class JmsCarrier implements Carrier<Message> {

    private static final Log LOG = LogFactory.getLog(JmsCarrier.class);

    @Override
    public @Nullable String host(Message target) {
        return null;
    }

    @Override
    public @Nullable String get(Message target, String name) {
        try {
            String present = presentIn(target, name);
            return present == null ? null : target.getStringProperty(present);
        } catch (JMSException e) {
            LOG.debug("The properties of a message cannot be read", e);
            return null;
        }
    }

    /**
     * A message that has been received, and is sent on as it is, takes no more properties; and where a library looks at
     * that, none takes one whose name is no Java identifier.
     */
    @Override
    public void set(Message target, String name, String value) {
        try {
            write(target, name, value);
        } catch (JMSException | RuntimeException e) {
            LOG.debug("A message takes no property " + propertyOf(name), e);
        }
    }

    /** Gives a property the value it had. As none can be removed, one that was not there is null; some libraries refuse that. */
    void restore(Message target, String name, @Nullable String value) {
        try {
            write(target, name, value);
        } catch (JMSException | RuntimeException e) {
            LOG.debug("A message keeps its property " + propertyOf(name), e);
        }
    }

    /** In the place of the one there is, in whatever case its name is written. */
    private static void write(Message target, String header, @Nullable String value) throws JMSException {
        String present = presentIn(target, header);
        target.setStringProperty(present == null ? propertyOf(header) : present, value);
    }

    private static @Nullable String presentIn(Message target, String header) throws JMSException {
        String property = propertyOf(header);
        Enumeration<?> names = target.getPropertyNames();
        while (names.hasMoreElements()) {
            String present = String.valueOf(names.nextElement());
            if (present.equalsIgnoreCase(property)) {
                return present;
            }
        }
        return null;
    }

    private static String propertyOf(String header) {
        return header.replace('-', '_');
    }
}
