// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jms.config.AbstractJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.converter.MessageConverter;
import org.springframework.jms.support.converter.SimpleMessageConverter;

/**
 * Has each {@link JmsTemplate} that is a bean write what crosses, and so the replies of listeners. A template has nothing
 * to intercept, and is made anew, as a subclass; one of another class is left alone.
 */
public final class JmsTemplatePostProcessor implements BeanPostProcessor {

    static final String CONVERTER = "messageConverter";

    private final Supplier<OutgoingFields> fields;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param fields what crosses; asked for with the first message
     * @param enabled whether to do anything; asked for when the first template is made
     */
    public JmsTemplatePostProcessor(Supplier<OutgoingFields> fields, BooleanSupplier enabled) {
        this.fields = fields;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof JmsTemplate template && isSprings(template) && enabled.getAsBoolean()) {
            return new WireJmsTemplate(template, fields);
        }
        if (bean instanceof AbstractJmsListenerContainerFactory<?> factory && enabled.getAsBoolean()) {
            @Nullable
            MessageConverter present = (MessageConverter)
                    PropertyAccessorFactory.forDirectFieldAccess(factory).getPropertyValue(CONVERTER);
            if (!(present instanceof WireJmsConverter)) {
                factory.setMessageConverter(
                        new WireJmsConverter(present == null ? new SimpleMessageConverter() : present, fields));
            }
        }
        return bean;
    }

    /** A mock may be of the same class, and has nothing to send with. */
    private static boolean isSprings(JmsTemplate template) {
        return template.getClass() == JmsTemplate.class && template.getConnectionFactory() != null;
    }
}
