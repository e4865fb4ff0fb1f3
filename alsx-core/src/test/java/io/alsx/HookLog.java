// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What several hooks hear, in one list of lines like {@code h.init R1}. It knows the resources that are made while one of
 * them is enabled and those that it made itself, and leaves out all others, which are collected at any time.
 */
final class HookLog implements AutoCloseable {

    static final String INIT = "init";

    static final String BEFORE = "before";

    static final String AFTER = "after";

    static final String DESTROY = "destroy";

    private static final Set<String> ALL = Set.of(INIT, BEFORE, AFTER, DESTROY);

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    private final Map<Long, String> types = new ConcurrentHashMap<>();

    private final List<AsyncHook> hooks = new ArrayList<>();

    /** A hook that notes all events. */
    AsyncHook hook(String name) {
        return hook(name, ALL, Map.of());
    }

    /** A hook that notes some events. */
    AsyncHook hook(String name, Set<String> events) {
        return hook(name, events, Map.of());
    }

    /** A hook that notes some events and reacts to them; to be {@linkplain #close() closed} after the test. */
    AsyncHook hook(String name, Map<String, Runnable> reactions) {
        return hook(name, reactions.keySet(), reactions);
    }

    private AsyncHook hook(String name, Set<String> events, Map<String, Runnable> reactions) {
        AsyncHook hook = AsyncHooks.createHook(
                events.contains(DESTROY)
                        ? new DestroyCallbacks(name, events, reactions)
                        : new Callbacks(name, events, reactions));
        hooks.add(hook);
        return hook;
    }

    /** A resource, known also if no hook hears of its making. */
    AsyncResource resource(String type) {
        AsyncResource resource = new AsyncResource(type);
        types.put(resource.asyncId(), type);
        return resource;
    }

    void add(String line) {
        lines.add(line);
    }

    /** Fails unless these are the lines since the last call. */
    void assertHeard(String... expected) {
        assertThat(lines).containsExactly(expected);
        lines.clear();
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    public void close() {
        hooks.forEach(AsyncHook::disable);
    }

    private class Callbacks implements AsyncHooks.Callbacks {

        private final String name;

        private final Set<String> events;

        private final Map<String, Runnable> reactions;

        Callbacks(String name, Set<String> events, Map<String, Runnable> reactions) {
            this.name = name;
            this.events = events;
            this.reactions = reactions;
        }

        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            types.put(asyncId, type);
            note(INIT, asyncId);
        }

        @Override
        public void before(long asyncId) {
            note(BEFORE, asyncId);
        }

        @Override
        public void after(long asyncId) {
            note(AFTER, asyncId);
        }

        final void note(String event, long asyncId) {
            String type = types.get(asyncId);
            if (type != null && events.contains(event)) {
                add(name + "." + event + " " + type);
                reactions.getOrDefault(event, () -> {}).run();
            }
        }
    }

    /** Apart from the others, as resources that are made while none of these is enabled are not looked after. */
    private final class DestroyCallbacks extends Callbacks {

        DestroyCallbacks(String name, Set<String> events, Map<String, Runnable> reactions) {
            super(name, events, reactions);
        }

        @Override
        public void destroy(long asyncId) {
            note(DESTROY, asyncId);
        }
    }
}
