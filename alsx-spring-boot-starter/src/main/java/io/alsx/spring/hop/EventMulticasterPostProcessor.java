// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.util.ReflectionUtils;

/**
 * Has application events that an executor delivers carry the context of who publishes them, also where the executor is
 * no bean, or is one of the JDK's: the multicaster, which nobody else submits through, gets it wrapped.
 */
public final class EventMulticasterPostProcessor implements BeanPostProcessor {

    static final String FIELD = "taskExecutor";

    private final Predicate<String> included;

    private final ExcludedExecutors excluded;

    private final Supplier<ContextCarrier> carrier;

    /**
     * Makes the post-processor.
     *
     * @param included tells by its name whether an executor, or a multicaster, is to carry the context
     * @param carrier knows the bridges; asked for when a multicaster with an executor is made
     */
    public EventMulticasterPostProcessor(Predicate<String> included, Supplier<ContextCarrier> carrier) {
        this.included = included;
        this.excluded = new ExcludedExecutors(included);
        this.carrier = carrier;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        excluded.made(bean, beanName);
        if (bean instanceof SimpleApplicationEventMulticaster multicaster && included.test(beanName)) {
            Field field = ReflectionUtils.findField(bean.getClass(), FIELD, Executor.class);
            if (field != null) {
                ReflectionUtils.makeAccessible(field);
                wrap(multicaster, ReflectionUtils.getField(field, bean));
            }
        }
        return bean;
    }

    private void wrap(SimpleApplicationEventMulticaster multicaster, @Nullable Object present) {
        if (present instanceof Executor executor
                && !ExecutorPostProcessor.isDecorated(executor)
                && !excluded.contain(executor)
                && !(executor instanceof ContextExecutor)) {
            multicaster.setTaskExecutor(ContextExecutor.of(executor, carrier.get()));
        }
    }
}
