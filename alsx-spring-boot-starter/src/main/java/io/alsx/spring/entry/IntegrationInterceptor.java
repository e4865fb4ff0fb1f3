// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.context.NamedComponent;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.GenericMessage;

/**
 * Has what a channel hands over to another thread be handled in the context of the code that sent it, with a store of its
 * own where that has none, and leaves the thread what it had before. What a poll sends has a store for the rest of the
 * poll.
 */
final class IntegrationInterceptor implements ExecutorChannelInterceptor {

    private final Supplier<EntryPoint> entryPoint;

    private final IntegrationPolls polls;

    private final boolean handsOver;

    private final AsyncLocalStorage<Snapshot> before = AsyncLocalStorage.named("integration");

    IntegrationInterceptor(Supplier<EntryPoint> entryPoint, IntegrationPolls polls, boolean handsOver) {
        this.entryPoint = entryPoint;
        this.polls = polls;
        this.handsOver = handsOver;
    }

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        if (polls.isPolling()) {
            enterWhereThereIsNone(message, channel);
        }
        return handsOver && message.getClass() == GenericMessage.class
                ? new ContextMessage<>(message, AsyncLocalStorage.snapshot())
                : message;
    }

    @Override
    public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
        Snapshot outer = AsyncLocalStorage.snapshot();
        try {
            Message<?> original = message;
            if (message instanceof ContextMessage<?> carrying) {
                enter(carrying.context());
                original = carrying.original();
            }
            enterWhereThereIsNone(original, channel);
            before.enterWith(outer);
            return original;
        } catch (RuntimeException | Error e) {
            enter(outer);
            throw e;
        }
    }

    @Override
    public void afterMessageHandled(
            @Nullable Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        Snapshot outer = before.getStore();
        enter(outer == null ? Snapshot.empty() : outer);
    }

    private void enterWhereThereIsNone(Message<?> message, MessageChannel channel) {
        EntryPoint entry = entryPoint.get();
        if (!entry.isInside()) {
            String name = channel instanceof NamedComponent component ? component.getComponentName() : null;
            entry.enter(new IntegrationArrival(message, Objects.requireNonNullElse(name, "")));
        }
    }

    private static void enter(Snapshot context) {
        @SuppressWarnings("unused") // what there was comes back by itself, with the message handled
        Scope ignored = context.enter();
    }
}
