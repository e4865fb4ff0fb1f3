// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.ContextExecutors;
import io.alsx.spring.ExecutorCoverage;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Has Spring's executors and schedulers carry the context: gives each one that takes a {@link TaskDecorator} ours,
 * around the one that it has. The bean stays what it is, and a decorator of the user's stays at work, whatever version
 * of Spring Boot chose it. A scheduler that a decorator does not serve gets its inner executor replaced instead.
 */
public final class ExecutorPostProcessor implements BeanPostProcessor, ExecutorCoverage {

    private static final Log LOG = LogFactory.getLog(ExecutorPostProcessor.class);

    static final String PROPERTY = "taskDecorator";

    private final ObjectProvider<ContextTaskDecorator> decorator;

    private final Predicate<String> included;

    private final Map<String, Made> executors = new ConcurrentSkipListMap<>();

    /** An executor, which may be a prototype bean and be collected, and whether it carries the context. */
    private record Made(WeakReference<Executor> executor, boolean carries) {

        static Made of(Executor executor, boolean carries) {
            return new Made(new WeakReference<>(executor), carries);
        }
    }

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
        if (bean instanceof Executor executor) {
            executors.put(beanName, Made.of(executor, carries(executor, beanName)));
        }
        return bean;
    }

    /** For what factory beans make, and for schedulers whose executor is there only now. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Object made = AopUtils.isAopProxy(bean) ? AopProxyUtils.getSingletonTarget(bean) : bean;
        if (made instanceof Executor executor) {
            executors.computeIfAbsent(beanName, name -> Made.of(executor, carries(executor, name)));
        }
        if (made instanceof ThreadPoolTaskScheduler scheduler
                && (InnerExecutors.asksNoDecorator(scheduler)
                        || (!isDecorated(scheduler) && InnerExecutors.removesCancelledTasks(scheduler)))) {
            ContextTaskDecorator ours = included.test(beanName) ? decorator.getIfAvailable() : null;
            boolean carries = ours != null && InnerExecutors.replace(scheduler, ours::inPlaceOf);
            executors.put(beanName, Made.of(scheduler, carries));
        }
        return bean;
    }

    /**
     * Which executors carry the context to what is submitted to them, and which do not: an excluded one, and one that
     * takes no task decorator, as those of the JDK. Code that uses such a one itself can wrap it with {@link
     * ContextExecutors}; here it stays what it is, as a wrapper would be a bean of another type.
     *
     * @return for the name of each bean that has been made, whether it does; a copy, in the order of the names
     */
    public Map<String, Boolean> executors() {
        Map<String, Boolean> carrying = new TreeMap<>();
        executors.forEach((name, made) -> carrying.put(name, made.carries));
        return carrying;
    }

    @Override
    public void forEach(BiConsumer<String, Executor> consumer) {
        executors.forEach((name, made) -> {
            Executor executor = made.executor.get();
            if (executor != null) {
                consumer.accept(name, executor);
            }
        });
    }

    @Override
    public State state(String name) {
        Made made = executors.get(name);
        if (made != null && made.carries) {
            return State.CARRIES;
        }
        return included.test(name) ? State.ASYNC_METHODS_ONLY : State.EXCLUDED;
    }

    private boolean carries(Executor executor, String beanName) {
        if (ContextExecutors.isPropagating(executor)) {
            return true;
        }
        Field field = ReflectionUtils.findField(executor.getClass(), PROPERTY, TaskDecorator.class);
        if (field == null) {
            LOG.debug("Executor '" + beanName
                    + "' takes no task decorator. @Async methods that it runs carry the context;"
                    + " code that submits tasks itself can wrap it with ContextExecutors.propagating(...).");
            return false;
        }
        ContextTaskDecorator ours = included.test(beanName) ? decorator.getIfAvailable() : null;
        return ours != null && decorate(executor, beanName, field, ours);
    }

    static boolean isDecorated(Executor executor) {
        Field field = ReflectionUtils.findField(executor.getClass(), PROPERTY, TaskDecorator.class);
        return field != null && ContextTaskDecorator.isIn(decoratorIn(field, executor));
    }

    private static boolean decorate(Executor bean, String beanName, Field field, ContextTaskDecorator ours) {
        @Nullable TaskDecorator present = decoratorIn(field, bean);
        BeanWrapper executor = new BeanWrapperImpl(bean);
        if (ContextTaskDecorator.isIn(present) || !executor.isWritableProperty(PROPERTY)) {
            return ContextTaskDecorator.isIn(present);
        }
        if (present == null && Boolean.TRUE.equals(valueOf(executor, "removeOnCancelPolicy"))) {
            return false; // not yet: with a task decorator it would no longer remove cancelled tasks
        }
        executor.setPropertyValue(PROPERTY, ours.around(present, bean));
        LOG.debug("Executor '" + beanName + "' carries the context"
                + (present == null ? "" : ", around its own task decorator"));
        if (bean instanceof ConcurrentTaskScheduler scheduler) {
            InnerExecutors.replace(scheduler, ours::inFrontOf);
        }
        return !(bean instanceof SimpleAsyncTaskScheduler scheduler) || schedules(scheduler, beanName, ours);
    }

    /** It asks its decorator only when the time of a task has come, on a thread that has no context. */
    private static boolean schedules(SimpleAsyncTaskScheduler scheduler, String beanName, ContextTaskDecorator ours) {
        if (scheduler instanceof ContextTaskScheduler || InnerExecutors.replace(scheduler, ours::inPlaceOf)) {
            return true;
        }
        LOG.info(
                "Scheduler '" + beanName + "' carries the context to what it executes, but not to what it schedules, as"
                        + " this virtual machine does not let its executors be replaced. Bind its tasks with"
                        + " AsyncLocalStorage.bind(...).");
        return false;
    }

    /** No class has a getter for it. */
    private static @Nullable TaskDecorator decoratorIn(Field field, Executor executor) {
        ReflectionUtils.makeAccessible(field);
        return (TaskDecorator) ReflectionUtils.getField(field, executor);
    }

    private static @Nullable Object valueOf(BeanWrapper executor, String property) {
        try {
            return executor.getPropertyValue(property);
        } catch (BeansException e) {
            return null; // it has no such property, or an executor inside that knows of none
        }
    }
}
