// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.util.ReflectionUtils;

/**
 * Has Spring's executors and schedulers carry the context: gives each one that takes a {@link TaskDecorator} ours,
 * around the one that it has. The bean stays what it is, and a decorator of the user's stays at work, whatever version
 * of Spring Boot chose it.
 */
public final class ExecutorPostProcessor implements BeanPostProcessor {

    private static final Log LOG = LogFactory.getLog(ExecutorPostProcessor.class);

    private static final String PROPERTY = "taskDecorator";

    private final ObjectProvider<ContextTaskDecorator> decorator;

    private final Predicate<String> included;

    /**
     * Makes the post-processor.
     *
     * @param decorator what to give to executors; asked for when the first one is made, and none means to do nothing
     * @param included tells by its name whether an executor is to carry the context
     */
    public ExecutorPostProcessor(ObjectProvider<ContextTaskDecorator> decorator, Predicate<String> included) {
        this.decorator = decorator;
        this.included = included;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof Executor) {
            Field field = ReflectionUtils.findField(bean.getClass(), PROPERTY, TaskDecorator.class);
            if (field != null && included.test(beanName)) {
                decorator.ifAvailable(ours -> decorate(bean, beanName, field, ours));
            }
        }
        return bean;
    }

    /** No class has a getter for its decorator, hence the field. */
    private static void decorate(Object bean, String beanName, Field field, ContextTaskDecorator ours) {
        ReflectionUtils.makeAccessible(field);
        @Nullable TaskDecorator present = (TaskDecorator) ReflectionUtils.getField(field, bean);
        BeanWrapper executor = new BeanWrapperImpl(bean);
        if (ContextTaskDecorator.isIn(present) || !executor.isWritableProperty(PROPERTY)) {
            return;
        }
        if (present == null && Boolean.TRUE.equals(valueOf(executor, "removeOnCancelPolicy"))) {
            LOG.info("Scheduler '" + beanName + "' does not carry the context, as with a task decorator it would no"
                    + " longer remove cancelled tasks. Bind its tasks with AsyncLocalStorage.bind(...).");
            return;
        }
        executor.setPropertyValue(PROPERTY, ours.around(present));
        LOG.debug("Executor '" + beanName + "' carries the context"
                + (present == null ? "" : ", around its own task decorator"));
    }

    private static @Nullable Object valueOf(BeanWrapper executor, String property) {
        return executor.isReadableProperty(property) ? executor.getPropertyValue(property) : null;
    }
}
