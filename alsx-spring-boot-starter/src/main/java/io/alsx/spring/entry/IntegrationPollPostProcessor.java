// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.integration.endpoint.AbstractPollingEndpoint;

/**
 * Has each poll of Spring Integration begin a context of its own, around all advice that the endpoint has: whatever an
 * inbound adapter finds, or a queue channel holds, is handled in it. What else moves a message to another thread is an
 * executor, and carries the context as any other.
 */
public final class IntegrationPollPostProcessor implements BeanPostProcessor {

    static final String ADVICE = "adviceChain";

    private final Supplier<EntryPoint> entryPoint;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for with the first poll
     * @param enabled whether to do anything; asked for when the first endpoint is made
     */
    public IntegrationPollPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    /** After its initialization, as factories make most endpoints; they are started later. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractPollingEndpoint endpoint && enabled.getAsBoolean()) {
            List<Advice> present = adviceOf(endpoint);
            if (present.stream().noneMatch(PollAdvice.class::isInstance)) {
                List<Advice> all = new ArrayList<>(present.size() + 1);
                all.add(new PollAdvice(beanName, entryPoint));
                all.addAll(present);
                endpoint.setAdviceChain(all);
            }
        }
        return bean;
    }

    @SuppressWarnings("unchecked") // as it is declared
    private static List<Advice> adviceOf(AbstractPollingEndpoint endpoint) {
        Object chain = PrivateField.valueOf(AbstractPollingEndpoint.class, ADVICE, endpoint);
        return chain == null ? List.of() : (List<Advice>) chain;
    }

    private record PollAdvice(String endpoint, Supplier<EntryPoint> entryPoint) implements MethodInterceptor {

        @Override
        public @Nullable Object invoke(MethodInvocation poll) throws Throwable {
            MethodArrival arrival = new MethodArrival("INTEGRATION", endpoint, poll.getMethod());
            return entryPoint.get().<@Nullable Object, Throwable>run(arrival, poll::proceed);
        }
    }
}
