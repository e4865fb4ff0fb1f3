// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A hook that notes what happens to resources of one type that are made while it is enabled, on whatever threads. It keeps
 * no resource.
 */
final class HeardEvents implements AsyncHooks.Callbacks, AutoCloseable {

    static final String[] WHOLE_LIFE = {"before", "after", "destroy"};

    private final String type;

    private final List<Made> made = Collections.synchronizedList(new ArrayList<>());

    private final Set<Long> ids = ConcurrentHashMap.newKeySet();

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    private final AsyncHook hook = AsyncHooks.createHook(this);

    HeardEvents(String type) {
        this.type = type;
    }

    /** From now on, until it is closed. */
    void listen() {
        hook.enable();
    }

    /** All of the type, in the order of their making. */
    List<Made> made() {
        synchronized (made) {
            return List.copyOf(made);
        }
    }

    /** The only one of the type. */
    Made only() {
        assertThat(made()).hasSize(1);
        return made().get(0);
    }

    /** What has happened to a resource since it was made. */
    List<String> eventsOf(Made resource) {
        return events().stream()
                .filter(event -> event.asyncId == resource.asyncId)
                .map(Event::name)
                .toList();
    }

    /** What has happened on a thread, as names and ids in turn. */
    List<Event> eventsOn(Thread thread) {
        return events().stream().filter(event -> event.thread == thread).toList();
    }

    @Override
    public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
        if (type.equals(this.type)) {
            ids.add(asyncId);
            made.add(new Made(asyncId, triggerAsyncId));
        }
    }

    @Override
    public void before(long asyncId) {
        note("before", asyncId);
    }

    @Override
    public void after(long asyncId) {
        note("after", asyncId);
    }

    @Override
    public void destroy(long asyncId) {
        note("destroy", asyncId);
    }

    @Override
    public void close() {
        hook.disable();
    }

    private List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    private void note(String name, long asyncId) {
        if (ids.contains(asyncId)) {
            events.add(new Event(Thread.currentThread(), name, asyncId));
        }
    }

    /** A resource, of which only these are known, so that it can be collected. */
    record Made(long asyncId, long triggerAsyncId) {}

    /** What has happened to a resource. */
    record Event(Thread thread, String name, long asyncId) {}
}
