// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.PeriodicTasks;
import java.lang.reflect.Method;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Has Spring Boot's scheduler for virtual threads carry the context from where a task is scheduled: builds it anew, from
 * the same builder, as a subclass that does. A scheduler that an application defines itself is left as it is.
 */
public final class SchedulerPostProcessor implements BeanPostProcessor, ApplicationContextAware, PriorityOrdered {

    private @Nullable ApplicationContext applicationContext;

    private final Predicate<String> included;

    private final Supplier<PeriodicTasks> periodicTasks;

    private final ObjectProvider<ContextCarrier> carrier;

    /**
     * Makes the post-processor.
     *
     * @param included tells by its name whether a scheduler is to carry the context
     * @param periodicTasks which context the runs of a repeated task see
     * @param carrier binds the tasks; asked for when the scheduler is made
     */
    public SchedulerPostProcessor(
            Predicate<String> included, Supplier<PeriodicTasks> periodicTasks, ObjectProvider<ContextCarrier> carrier) {
        this.included = included;
        this.periodicTasks = periodicTasks;
        this.carrier = carrier;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.applicationContext = applicationContext;
    }

    /** Before all others, as what they do to the one that was made first would be lost. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean.getClass() == SimpleAsyncTaskScheduler.class
                && applicationContext != null
                && applicationContext.getAutowireCapableBeanFactory() instanceof DefaultListableBeanFactory beans
                && isMadeBySpringBoot(beans, beanName)
                && included.test(beanName)) {
            return rebuilt(applicationContext, beans, beanName);
        }
        return bean;
    }

    private SimpleAsyncTaskScheduler rebuilt(
            ApplicationContext applicationContext, DefaultListableBeanFactory beans, String beanName) {
        ContextTaskScheduler scheduler = beans.getBean(SimpleAsyncTaskSchedulerBuilder.class)
                .configure(new ContextTaskScheduler(periodicTasks.get(), carrier.getObject()));
        scheduler.setApplicationContext(applicationContext);
        beans.registerDisposableBean(beanName + "WithContext", scheduler::close);
        return scheduler;
    }

    private static boolean isMadeBySpringBoot(DefaultListableBeanFactory beans, String beanName) {
        if (!beans.containsBeanDefinition(beanName)
                || !(beans.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)) {
            return false;
        }
        Method factoryMethod = definition.getResolvedFactoryMethod();
        return factoryMethod != null
                && factoryMethod.getDeclaringClass().getName().startsWith("org.springframework.boot.");
    }
}
