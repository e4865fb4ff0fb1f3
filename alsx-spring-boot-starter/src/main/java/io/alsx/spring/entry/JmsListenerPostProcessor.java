// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * Has each message that a JMS listener is given run in a context of its own. Neither the factories nor the containers
 * of Spring let advice in; so the registry, which gets hold of each container before it starts, is made anew, as a
 * subclass that wraps the listeners. A registry of another class is left alone.
 */
public final class JmsListenerPostProcessor implements BeanPostProcessor, ApplicationContextAware {

    private @Nullable ApplicationContext applicationContext;

    private final Supplier<EntryPoint> entryPoint;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first message comes
     * @param enabled whether to do anything; asked for when the registry or the first container is made
     */
    public JmsListenerPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.applicationContext = applicationContext;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean.getClass() == JmsListenerEndpointRegistry.class
                && applicationContext != null
                && enabled.getAsBoolean()) {
            return registry(applicationContext, beanName);
        }
        if (bean instanceof AbstractMessageListenerContainer container && enabled.getAsBoolean()) {
            JmsListeners.wrap(container, entryPoint);
        }
        return bean;
    }

    private JmsListenerEndpointRegistry registry(ApplicationContext applicationContext, String beanName) {
        EntryJmsListenerEndpointRegistry registry = new EntryJmsListenerEndpointRegistry(entryPoint);
        registry.setApplicationContext(applicationContext);
        if (applicationContext.getAutowireCapableBeanFactory() instanceof DefaultListableBeanFactory beans) {
            beans.registerDisposableBean(beanName + "WithContext", registry);
        }
        return registry;
    }
}
