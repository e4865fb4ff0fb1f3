// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import io.alsx.AsyncHooks.Callbacks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the events of hooks that one state is told of. Other states are tested at the same time and hooks are for
 * all, so that a thread says whose events it causes.
 */
final class EventLog implements Callbacks {

    /** For a hook that is enabled throughout: tells the log of whoever causes the event. */
    static final Callbacks OF_THE_CAUSE = new Callbacks() {
        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            tell("init");
        }

        @Override
        public void before(long asyncId) {
            tell("before");
        }

        @Override
        public void after(long asyncId) {
            tell("after");
        }

        @Override
        public void destroy(long asyncId) {
            tell("destroy");
        }

        private void tell(String event) {
            EventLog log = CAUSE.get();
            if (log != null) {
                log.hear(event);
            }
        }
    };

    private static final ThreadLocal<@Nullable EventLog> CAUSE = new ThreadLocal<>();

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    /** Causes events that are this log's. */
    void cause(Runnable events) {
        CAUSE.set(this);
        try {
            events.run();
        } finally {
            CAUSE.remove();
        }
    }

    /** How many of this kind were heard. */
    int count(String event) {
        return Collections.frequency(events, event);
    }

    /** All that was heard, in order. */
    @Override
    public String toString() {
        return events.isEmpty() ? "nothing" : String.join(" ", events);
    }

    @Override
    public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
        hearOwn("init");
    }

    @Override
    public void before(long asyncId) {
        hearOwn("before");
    }

    @Override
    public void after(long asyncId) {
        hearOwn("after");
    }

    @Override
    public void destroy(long asyncId) {
        hearOwn("destroy");
    }

    private void hearOwn(String event) {
        if (CAUSE.get() == this) {
            hear(event);
        }
    }

    private void hear(String event) {
        events.add(event);
    }
}
