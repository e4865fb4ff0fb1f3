// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.integration.channel.AbstractExecutorChannel;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.SourcePollingChannelAdapterFactoryBean;
import org.springframework.integration.endpoint.AbstractPollingEndpoint;
import org.springframework.integration.endpoint.SourcePollingChannelAdapter;

/**
 * Has messages of Spring Integration keep to their context.
 *
 * <p>What a source is polled for begins a context of its own, which lasts for the poll. What goes through a channel with
 * a queue or an executor is handled in the context of the code that sent it, and has a store of its own where that has
 * none. Channels without either go on in the sender's context, as any call does. A message that is kept in a store
 * outside of the memory, or that is not Spring's plain one, as an error is not, leaves its context behind: it has a store
 * of its own, unless the channel's executor carries the sender's. Adapters that are told of messages on threads of their
 * own begin none, nor does what is sent to an error channel when a poll has failed.
 */
public final class IntegrationPostProcessor implements BeanPostProcessor {

    static final String ADVICE = "adviceChain";

    static final String QUEUE = "queue";

    static final String EXECUTOR = "executor";

    private final IntegrationPolls polls = new IntegrationPolls();

    private final Supplier<EntryPoint> entryPoint;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first message comes
     * @param enabled whether to do anything; asked for when the first channel or adapter is made
     */
    public IntegrationPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractMessageChannel channel && enabled.getAsBoolean()) {
            intercept(channel);
        } else if (bean instanceof SourcePollingChannelAdapterFactoryBean factory && enabled.getAsBoolean()) {
            advise(factory.getObject());
        } else if (bean instanceof SourcePollingChannelAdapter adapter && enabled.getAsBoolean()) {
            advise(adapter);
        }
        return bean;
    }

    private void intercept(AbstractMessageChannel channel) {
        if (channel.getInterceptors().stream().noneMatch(IntegrationInterceptor.class::isInstance)) {
            channel.addInterceptor(0, new IntegrationInterceptor(entryPoint, polls, handsOver(channel)));
        }
    }

    /** Before it is started, which is when it makes use of its advice. */
    @SuppressWarnings("unchecked")
    private void advise(@Nullable SourcePollingChannelAdapter adapter) {
        if (adapter != null) {
            @Nullable
            List<Advice> present = (List<Advice>) PrivateField.valueOf(AbstractPollingEndpoint.class, ADVICE, adapter);
            if (present == null || !present.contains(polls)) {
                List<Advice> advice = new ArrayList<>(List.of(polls));
                if (present != null) {
                    advice.addAll(present);
                }
                adapter.setAdviceChain(advice);
            }
        }
    }

    private static boolean handsOver(AbstractMessageChannel channel) {
        if (channel instanceof QueueChannel) {
            Object queue = PrivateField.valueOf(QueueChannel.class, QUEUE, channel);
            return queue != null && queue.getClass().getName().startsWith("java.util.");
        }
        return channel instanceof AbstractExecutorChannel
                && (!(channel instanceof PublishSubscribeChannel)
                        || PrivateField.valueOf(AbstractExecutorChannel.class, EXECUTOR, channel) != null);
    }
}
