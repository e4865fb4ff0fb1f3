// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.aopalliance.aop.Advice;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.config.ConsumerEndpointFactoryBean;
import org.springframework.integration.config.SourcePollingChannelAdapterFactoryBean;
import org.springframework.integration.endpoint.AbstractPollingEndpoint;

/**
 * Has messages of Spring Integration keep to their context.
 *
 * <p>What goes through a channel with a queue or an executor is handled in the context of the code that sent it, see
 * {@link IntegrationSender}, and has a store of its own where that has none. A poll begins from empty; what a source gives
 * it has a store of its own from the channel on that it is sent to. The context of a message lasts for the rest of the
 * poll, which advice of the endpoint sees, too. Channels with neither go on in the sender's context, as any call does.
 *
 * <p>A message that another queue than the JDK's keeps, in a message store for instance, leaves its context behind, and has
 * a store of its own. So has what comes out of adapters that are told of messages on threads of their own, once it goes
 * through such a channel. What is sent to an error channel when a poll or an executor's task has failed has none.
 */
public final class IntegrationPostProcessor implements BeanPostProcessor {

    static final String ADVICE = "adviceChain";

    private final IntegrationPolls polls = new IntegrationPolls();

    private final Supplier<EntryPoint> entryPoint;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first message comes
     * @param enabled whether to do anything; asked for when the first channel or endpoint is made
     */
    public IntegrationPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    /** After its initialization, as factories make most endpoints; they are started later. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractMessageChannel channel && enabled.getAsBoolean()) {
            intercept(channel);
        } else if (bean instanceof ConsumerEndpointFactoryBean factory && enabled.getAsBoolean()) {
            advise(factory.getObject());
        } else if (bean instanceof SourcePollingChannelAdapterFactoryBean factory && enabled.getAsBoolean()) {
            advise(factory.getObject());
        } else if (bean instanceof AbstractPollingEndpoint endpoint && enabled.getAsBoolean()) {
            advise(endpoint);
        }
        return bean;
    }

    private void intercept(AbstractMessageChannel channel) {
        if (channel.getInterceptors().stream().noneMatch(IntegrationInterceptor.class::isInstance)) {
            channel.addInterceptor(0, new IntegrationInterceptor(entryPoint));
        }
    }

    /** Before it is started, which is when it makes use of its advice. */
    private void advise(Object bean) {
        if (bean instanceof AbstractPollingEndpoint endpoint) {
            List<Advice> present = adviceOf(endpoint);
            if (!present.contains(polls)) {
                List<Advice> all = new ArrayList<>(present.size() + 1);
                all.add(polls);
                all.addAll(present);
                endpoint.setAdviceChain(all);
            }
        }
    }

    @SuppressWarnings("unchecked") // as it is declared
    private static List<Advice> adviceOf(AbstractPollingEndpoint endpoint) {
        Object chain = PrivateField.valueOf(AbstractPollingEndpoint.class, ADVICE, endpoint);
        return chain == null ? List.of() : (List<Advice>) chain;
    }
}
