// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.spring.entry.IntegrationPolls.Poll;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.context.NamedComponent;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.support.ExecutorChannelInterceptor;

/**
 * Has what a channel hands over to another thread be handled in the context of the code that sent it, with a store of its
 * own where that has none. The thread has afterwards what it had before; for the rest of a poll, the context in which the
 * message was handled.
 */
final class IntegrationInterceptor implements ExecutorChannelInterceptor {

    private final Supplier<EntryPoint> entryPoint;

    private final AsyncLocalStorage<Handling> handling = AsyncLocalStorage.named("integration");

    IntegrationInterceptor(Supplier<EntryPoint> entryPoint) {
        this.entryPoint = entryPoint;
    }

    /** Of what a source gave to a poll, this is the first that is heard. */
    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        Poll poll = IntegrationPolls.current();
        if (poll != null && enterWhereThereIsNone(message, channel)) {
            poll.begun(entryPoint.get());
        }
        return message;
    }

    @Override
    public Message<?> postReceive(Message<?> message, MessageChannel channel) {
        ContextMessage<?> carrying = message instanceof ContextMessage<?> own ? own : null;
        Poll poll = IntegrationPolls.current();
        if (poll != null) {
            poll.received(carrying == null ? null : carrying.context());
        }
        return carrying == null ? message : carrying.original();
    }

    @Override
    public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
        Snapshot outer = AsyncLocalStorage.snapshot();
        Poll poll = channel instanceof PollableChannel ? IntegrationPolls.current() : null;
        Snapshot sender = poll == null ? null : poll.sender();
        Message<?> original = message;
        if (message instanceof ContextMessage<?> carrying) {
            sender = carrying.context();
            original = carrying.original();
        }
        try {
            if (sender != null) {
                enter(sender);
            }
            boolean begun = enterWhereThereIsNone(original, channel);
            if (begun && poll != null) {
                poll.begun(entryPoint.get());
            }
            Snapshot afterwards = poll == null ? outer : AsyncLocalStorage.snapshot();
            handling.enterWith(new Handling(afterwards, begun && poll == null));
            return original;
        } catch (RuntimeException | Error e) {
            enter(outer);
            throw e;
        }
    }

    @Override
    public void afterMessageHandled(
            @Nullable Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        Handling ended = handling.getStore();
        if (ended != null && ended.begun) {
            entryPoint.get().ended();
        }
        enter(ended == null ? Snapshot.empty() : ended.end());
    }

    /** Whether there was none. */
    private boolean enterWhereThereIsNone(Message<?> message, MessageChannel channel) {
        EntryPoint entry = entryPoint.get();
        boolean outside = !entry.isInside();
        if (outside) {
            String name = channel instanceof NamedComponent component ? component.getComponentName() : null;
            entry.enter(new IntegrationArrival(message, Objects.requireNonNullElse(name, "")));
        }
        return outside;
    }

    private static void enter(Snapshot context) {
        @SuppressWarnings("unused") // what there was comes back by itself, with the message handled
        Scope ignored = context.enter();
    }

    /** Keeps what comes back only until then: a message that is sent meanwhile takes this along, from hop to hop. */
    private static final class Handling {

        private final boolean begun;

        private Snapshot afterwards;

        private Handling(Snapshot afterwards, boolean begun) {
            this.afterwards = afterwards;
            this.begun = begun;
        }

        private Snapshot end() {
            Snapshot last = afterwards;
            afterwards = Snapshot.empty();
            return last;
        }
    }
}
