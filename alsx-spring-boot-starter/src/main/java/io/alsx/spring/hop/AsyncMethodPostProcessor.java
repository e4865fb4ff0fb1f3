// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.annotation.AnnotationAsyncExecutionInterceptor;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;

/**
 * Has {@code @Async} methods carry the context to whatever executor runs them: puts an {@link AsyncMethodInterceptor} in
 * the place of Spring's, in the proxy that there is. It has no order, so that it comes after what makes the proxy.
 */
public final class AsyncMethodPostProcessor implements BeanPostProcessor {

    private static final Log LOG = LogFactory.getLog(AsyncMethodPostProcessor.class);

    private final BooleanSupplier enabled;

    private final ExcludedExecutors excluded;

    private final Supplier<ContextCarrier> carrier;

    /**
     * Makes the post-processor.
     *
     * @param enabled whether to do anything; asked for when the first bean with such a method is made
     * @param included tells by its name whether calls that an executor runs are to carry the context
     * @param carrier knows the bridges; asked for when the first bean with such a method is made
     */
    public AsyncMethodPostProcessor(
            BooleanSupplier enabled, Predicate<String> included, Supplier<ContextCarrier> carrier) {
        this.enabled = enabled;
        this.excluded = new ExcludedExecutors(included);
        this.carrier = carrier;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        excluded.made(bean, beanName);
        if (bean instanceof Advised advised && !advised.isFrozen()) {
            for (Advisor advisor : advised.getAdvisors()) {
                if (advisor instanceof AsyncAnnotationAdvisor async && enabled.getAsBoolean()) {
                    replace(advised, async, beanName);
                }
            }
        }
        return bean;
    }

    private void replace(Advised advised, AsyncAnnotationAdvisor advisor, String beanName) {
        if (advisor.getAdvice().getClass() == AnnotationAsyncExecutionInterceptor.class) {
            var original = (AnnotationAsyncExecutionInterceptor) advisor.getAdvice();
            var ours = new AsyncMethodInterceptor(original, excluded, carrier.get());
            advised.replaceAdvisor(advisor, new DefaultPointcutAdvisor(advisor.getPointcut(), ours));
        } else {
            LOG.info("The @Async methods of bean '" + beanName + "' carry the context only if their executor does, as"
                    + " what intercepts them is an own class of the application.");
        }
    }
}
