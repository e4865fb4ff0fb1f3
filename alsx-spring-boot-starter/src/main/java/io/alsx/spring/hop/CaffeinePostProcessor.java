// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Has caches of each {@link Caffeine} that is a bean load, refresh and tell of removals in the context of the code that
 * causes it: on the common pool as before, but bound. What has expired or is too much is removed by whoever uses the cache
 * next, and told in the context of that. A builder with an executor of its own keeps that, and one that is given ours
 * takes no other afterwards.
 */
public final class CaffeinePostProcessor implements BeanPostProcessor {

    private final Predicate<String> included;

    private final Supplier<ContextCarrier> carrier;

    /**
     * Makes the post-processor.
     *
     * @param included tells by its name whether a builder's caches are to carry the context
     * @param carrier binds the tasks; asked for when the first builder is made
     */
    public CaffeinePostProcessor(Predicate<String> included, Supplier<ContextCarrier> carrier) {
        this.included = included;
        this.carrier = carrier;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof Caffeine<?, ?> builder && included.test(beanName)) {
            try {
                builder.executor(ContextExecutor.of(ForkJoinPool.commonPool(), carrier.get()));
            } catch (IllegalStateException e) {
                // it has one, and tells in no other way
            }
        }
        return bean;
    }
}
