// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.util.ReflectionUtils;

/**
 * Has an executor carry the context that is no bean, but the own one of a bean of a certain type. It counts among the
 * executors under the name of that bean.
 */
public final class HeldExecutorPostProcessor implements BeanPostProcessor, BeanFactoryAware {

    static final String PROPERTY = "taskExecutor";

    private final Class<?> holder;

    private final ObjectProvider<ExecutorPostProcessor> executors;

    private @Nullable BeanFactory beans;

    /**
     * Makes the post-processor.
     *
     * @param holder the type of the beans that have an executor of their own
     * @param executors what has an executor carry the context; none means to do nothing
     */
    public HeldExecutorPostProcessor(Class<?> holder, ObjectProvider<ExecutorPostProcessor> executors) {
        this.holder = holder;
        this.executors = executors;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beans = beanFactory;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (holder.isInstance(bean)) {
            Field field = ReflectionUtils.findField(bean.getClass(), PROPERTY, AsyncTaskExecutor.class);
            if (field != null) {
                ReflectionUtils.makeAccessible(field);
                Object executor = ReflectionUtils.getField(field, bean);
                if (executor != null && !isBean(executor)) {
                    executors.ifAvailable(ours -> ours.postProcessBeforeInitialization(executor, beanName));
                }
            }
        }
        return bean;
    }

    /** One that is a bean was included or excluded by its own name. Asks for none that is not there already. */
    private boolean isBean(Object executor) {
        for (Object level = beans; level instanceof ConfigurableListableBeanFactory factory; ) {
            for (String name : factory.getBeanNamesForType(AsyncTaskExecutor.class, false, false)) {
                if (factory.containsSingleton(name)
                        && !factory.isCurrentlyInCreation(name)
                        && factory.getSingleton(name) == executor) {
                    return true;
                }
            }
            level = factory.getParentBeanFactory();
        }
        return false;
    }
}
