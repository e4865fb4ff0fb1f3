// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.MessagePropertiesBuilder;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.core.BatchingRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Has each {@link RabbitTemplate} that is a bean write what crosses, and so the replies of listeners. */
public final class RabbitTemplatePostProcessor implements BeanPostProcessor {

    /** The name of a class, which may not be there. */
    static final String PROPERTIES = "org.springframework.amqp.core.MessageProperties";

    static final String REPLIES = "beforeSendReplyPostProcessors";

    private static final RabbitCarrier CARRIER = new RabbitCarrier();

    private final Supplier<OutgoingFields> fields;

    private final BooleanSupplier enabled;

    /** One object, which a template can be asked for. */
    private final MessagePostProcessor writer = this::written;

    /**
     * Makes the post-processor.
     *
     * @param fields what crosses; asked for with the first message
     * @param enabled whether to do anything; asked for when the first template is made
     */
    public RabbitTemplatePostProcessor(Supplier<OutgoingFields> fields, BooleanSupplier enabled) {
        this.fields = fields;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof RabbitTemplate template && !isOfManySenders(template) && enabled.getAsBoolean()) {
            template.addBeforePublishPostProcessors(writer);
        } else if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory && enabled.getAsBoolean()) {
            factory.setBeforeSendReplyPostProcessors(behind((MessagePostProcessor[])
                    PropertyAccessorFactory.forDirectFieldAccess(factory).getPropertyValue(REPLIES)));
        }
        return bean;
    }

    /** What it sends is sent by whoever completes a batch, or by a timer. */
    private static boolean isOfManySenders(RabbitTemplate template) {
        return template instanceof BatchingRabbitTemplate;
    }

    private MessagePostProcessor[] behind(MessagePostProcessor @Nullable [] present) {
        Stream<MessagePostProcessor> first = present == null ? Stream.empty() : Stream.of(present);
        return Stream.concat(first, Stream.of(writer)).toArray(MessagePostProcessor[]::new);
    }

    private Message written(Message message) {
        return fields.get().written(message, CARRIER, RabbitTemplatePostProcessor::copy);
    }

    private static Message copy(Message message) {
        MessageProperties original = message.getMessageProperties();
        return new Message(
                message.getBody(),
                MessagePropertiesBuilder.fromProperties(new Properties(original))
                        .copyProperties(original)
                        .build());
    }

    /** A template sets the user behind its post-processors, on the properties of the message that it was given. */
    private static final class Properties extends MessageProperties {

        private static final long serialVersionUID = 1;

        private final MessageProperties original;

        Properties(MessageProperties original) {
            this.original = original;
        }

        @Override
        public @Nullable String getUserId() {
            String own = super.getUserId();
            return own == null ? original.getUserId() : own;
        }
    }
}
