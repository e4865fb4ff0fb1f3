// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import org.springframework.integration.channel.AbstractExecutorChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.channel.interceptor.VetoCapableInterceptor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.InterceptableChannel;

/**
 * Sends messages with the sender's context, through channels that hand them over to another thread: those with an
 * executor, and those with a queue of the JDK. What another queue keeps, a message store for one, is left alone, as it may
 * leave the memory. It has to be the last global interceptor, since one after it may put another message in the place of
 * the one that it sends. Does nothing on channels that {@link IntegrationPostProcessor} leaves alone.
 */
public final class IntegrationSender implements ChannelInterceptor, VetoCapableInterceptor {

    static final String QUEUE = "queue";

    static final String EXECUTOR = "executor";

    /** Makes the interceptor. */
    public IntegrationSender() {}

    @Override
    public boolean shouldIntercept(String beanName, InterceptableChannel channel) {
        return handsOver(channel)
                && channel.getInterceptors().stream().anyMatch(IntegrationInterceptor.class::isInstance);
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        return new ContextMessage<>(message, AsyncLocalStorage.snapshot());
    }

    private static boolean handsOver(InterceptableChannel channel) {
        if (channel instanceof QueueChannel) {
            Object queue = PrivateField.valueOf(QueueChannel.class, QUEUE, channel);
            return queue != null && queue.getClass().getName().startsWith("java.util.");
        }
        return channel instanceof AbstractExecutorChannel
                && (!(channel instanceof PublishSubscribeChannel)
                        || PrivateField.valueOf(AbstractExecutorChannel.class, EXECUTOR, channel) != null);
    }
}
