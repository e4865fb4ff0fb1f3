// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Has calls of {@link io.alsx.spring.RunInStore} methods, and of listeners of other libraries, intercepted, outermost of
 * all advice but {@code @Async}. Before the post-processors that look for listeners, which have to find the proxy.
 *
 * <p>A bean that a proxy cannot stand for is left alone, with a line in the log.
 */
public final class EntryMethodPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final Log LOG = LogFactory.getLog(EntryMethodPostProcessor.class);

    private static final int ORDER = Ordered.LOWEST_PRECEDENCE - 10;

    private final transient Supplier<Set<String>> listeners;

    private final transient BooleanSupplier enabled;

    private final transient Map<Class<?>, Boolean> reachable = new ConcurrentHashMap<>();

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first such method is called
     * @param listeners full names of the annotations of other libraries; asked for when the first bean is made, and must
     *     need no bean for the answer
     * @param enabled whether to intercept at all; asked for like the annotations
     */
    @SuppressWarnings("this-escape") // setters of the superclass
    public EntryMethodPostProcessor(
            Supplier<EntryPoint> entryPoint, Supplier<Set<String>> listeners, BooleanSupplier enabled) {
        this.listeners = listeners;
        this.enabled = enabled;
        this.advisor = new DefaultPointcutAdvisor(
                new EntryMethods(listeners), new EntryMethodInterceptor(entryPoint, listeners));
        setOrder(ORDER);
        setProxyTargetClass(true);
        setBeforeExistingAdvisors(true);
    }

    /** When beans are processed ahead of time. */
    @Override
    public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
        return isEligible(beanClass) && obstacle(beanClass) != null
                ? beanClass
                : super.determineBeanType(beanClass, beanName);
    }

    @Override
    protected boolean isEligible(Class<?> targetClass) {
        return super.isEligible(targetClass) && enabled.getAsBoolean();
    }

    /** For a bean that has no proxy yet. */
    @Override
    protected boolean isEligible(Object bean, String beanName) {
        if (!super.isEligible(bean, beanName)) {
            return false;
        }
        return reachable.computeIfAbsent(bean.getClass(), type -> isReachable(type, beanName));
    }

    private boolean isReachable(Class<?> type, String beanName) {
        String obstacle = obstacle(type);
        if (obstacle != null) {
            LOG.warn("Methods of bean '" + beanName + "' do not run in a store of their own, as " + obstacle
                    + ". Enter one inside of them, with requestStorage.run(...).");
        }
        return obstacle == null;
    }

    /** A final method that a class inherits is none where the class asks by name: as of Quartz' jobs, it knows of proxies. */
    private @Nullable String obstacle(Class<?> type) {
        if (Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)) {
            return null; // gets a proxy for its interfaces
        }
        if (Modifier.isFinal(type.getModifiers())) {
            return "its class is final";
        }
        boolean explicit = false;
        Method own = null;
        Method inherited = null;
        for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
            EntryMethod entry = EntryMethod.of(method, type, listeners.get());
            explicit |= entry != null && entry.explicit();
            if (entry != null && !EntryMethod.isOverridable(method)) {
                return "method " + method.getName() + " is private or final";
            }
            if (isFinalForCallers(method) && method.getDeclaringClass() == ClassUtils.getUserClass(type)) {
                own = method;
            } else if (isFinalForCallers(method)) {
                inherited = method;
            }
        }
        Method unreachable = own == null && !explicit ? inherited : own;
        return unreachable == null
                ? null
                : "its method " + unreachable.getName() + " is final and would not work on a proxy";
    }

    private static boolean isFinalForCallers(Method method) {
        int modifiers = method.getModifiers();
        return Modifier.isFinal(modifiers)
                && !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers)
                && method.getDeclaringClass() != Object.class;
    }

    private static final class EntryMethods extends StaticMethodMatcherPointcut {

        private final Supplier<Set<String>> listeners;

        EntryMethods(Supplier<Set<String>> listeners) {
            this.listeners = listeners;
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return EntryMethod.of(method, targetClass, listeners.get()) != null;
        }
    }
}
