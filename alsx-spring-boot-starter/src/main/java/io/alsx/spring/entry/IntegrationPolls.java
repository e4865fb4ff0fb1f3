// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Advice that runs each poll for a message from empty, and knows on its thread what has been received. */
final class IntegrationPolls implements MethodInterceptor {

    private static final AsyncLocalStorage<Poll> POLLING = AsyncLocalStorage.<Poll>builder()
            .name("polling")
            .defaultValue(new Poll(null))
            .build();

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Poll poll = new Poll(Thread.currentThread());
        try (Scope scope = Snapshot.empty().enter()) {
            POLLING.enterWith(poll);
            try {
                return invocation.proceed();
            } finally {
                poll.end();
            }
        } finally {
            poll.received(null);
        }
    }

    /** The poll that the calling thread is in; null on a thread that has its context from there, or had it. */
    static @Nullable Poll current() {
        Poll poll = POLLING.requireStore();
        return poll.thread == Thread.currentThread() ? poll : null;
    }

    static final class Poll {

        private @Nullable Thread thread;

        private @Nullable Snapshot sender;

        private @Nullable EntryPoint entry;

        private Poll(@Nullable Thread thread) {
            this.thread = thread;
        }

        /** Notes the context that a message has been received with, if any. */
        void received(@Nullable Snapshot sender) {
            this.sender = sender;
        }

        /** Notes that a message has begun a context, which lasts for the rest of the poll. */
        void begun(EntryPoint entry) {
            this.entry = entry;
        }

        private void end() {
            thread = null;
            if (entry != null) {
                entry.ended();
            }
        }

        @Nullable
        Snapshot sender() {
            return sender;
        }
    }
}
