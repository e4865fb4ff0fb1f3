// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Has each message, or batch of messages, that a RabbitMQ listener is given run in a context of its own: by advice
 * around whatever advice the application has for itself, in the containers of all factories and in those that are beans.
 */
public final class RabbitListenerPostProcessor implements BeanPostProcessor {

    private final RabbitListenerAdvice advice;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first message comes
     * @param enabled whether to do anything; asked for when the first factory or container is made
     */
    public RabbitListenerPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.advice = new RabbitListenerAdvice(entryPoint);
        this.enabled = enabled;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory && enabled.getAsBoolean()) {
            factory.setAdviceChain(around(factory.getAdviceChain()));
        } else if (bean instanceof AbstractMessageListenerContainer container && enabled.getAsBoolean()) {
            container.setAdviceChain(around(adviceOf(container)));
        }
        return bean;
    }

    private Advice[] around(Advice @Nullable [] present) {
        Stream<Advice> inner = present == null ? Stream.empty() : Stream.of(present);
        return Stream.concat(Stream.of(advice), inner.filter(other -> other != advice))
                .toArray(Advice[]::new);
    }

    private static Advice @Nullable [] adviceOf(AbstractMessageListenerContainer container) {
        return (Advice[]) PrivateField.valueOf(AbstractMessageListenerContainer.class, "adviceChain", container);
    }
}
