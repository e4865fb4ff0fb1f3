// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.WithAsyncResource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;

/**
 * Has calls of {@link WithAsyncResource} methods intercepted, innermost of all advice: inside of the {@code @Async}
 * worker, the transaction and the retry.
 *
 * <p>A bean that a proxy cannot stand for is left alone, with a line in the log.
 */
public final class WithAsyncResourcePostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final Log LOG = LogFactory.getLog(WithAsyncResourcePostProcessor.class);

    private final transient BooleanSupplier enabled;

    private final transient Map<Class<?>, Boolean> reachable = new ConcurrentHashMap<>();

    /**
     * Makes the post-processor.
     *
     * @param enabled whether to intercept at all; asked for when the first bean with such a method is made
     */
    @SuppressWarnings("this-escape") // setters of the superclass
    public WithAsyncResourcePostProcessor(BooleanSupplier enabled) {
        this.enabled = enabled;
        this.advisor = new DefaultPointcutAdvisor(pointcut(), new WithAsyncResourceInterceptor());
        setProxyTargetClass(true);
        setBeforeExistingAdvisors(false);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Object result = super.postProcessAfterInitialization(bean, beanName);
        if (result instanceof Advised advised
                && advisor != null
                && advised.indexOf(advisor) >= 0
                && AopUtils.canApply(CreationContextAdvisor.CREATION, AopUtils.getTargetClass(result))) {
            advised.addAdvisor(0, new CreationContextAdvisor(AsyncLocalStorage.snapshot()));
        }
        return result;
    }

    /** When beans are processed ahead of time. */
    @Override
    public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
        return isEligible(beanClass) && ProxyObstacle.of(beanClass) != null
                ? beanClass
                : super.determineBeanType(beanClass, beanName);
    }

    /** For a bean that has no proxy yet. */
    @Override
    protected boolean isEligible(Object bean, String beanName) {
        return super.isEligible(bean, beanName)
                && reachable.computeIfAbsent(bean.getClass(), type -> isReachable(type, beanName));
    }

    @Override
    protected boolean isEligible(Class<?> targetClass) {
        return super.isEligible(targetClass) && enabled.getAsBoolean();
    }

    private static boolean isReachable(Class<?> type, String beanName) {
        String obstacle = ProxyObstacle.of(type);
        if (obstacle != null) {
            LOG.warn("@WithAsyncResource has no effect on bean '" + beanName + "', as " + obstacle
                    + " and a proxy cannot stand for it. Take the final away, or run the code in an AsyncResource there,"
                    + " with runInAsyncScope(...).");
        }
        return obstacle == null;
    }

    private static Pointcut pointcut() {
        return new ComposablePointcut(new AnnotationMatchingPointcut(WithAsyncResource.class, true))
                .union((Pointcut) new AnnotationMatchingPointcut(null, WithAsyncResource.class, true));
    }
}
