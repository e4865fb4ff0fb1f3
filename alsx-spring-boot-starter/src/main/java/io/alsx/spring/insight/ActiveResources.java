// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Which resources there are, while hooks tell of them. Thread-safe; forgets the oldest beyond ten thousand. */
final class ActiveResources {

    private static final int LIMIT = 10_000;

    private final ConcurrentSkipListMap<Long, ActiveResource> active = new ConcurrentSkipListMap<>();

    /** The map itself counts each time. */
    private final AtomicInteger size = new AtomicInteger();

    private final LongAdder captures = new LongAdder();

    private final LongAdder restores = new LongAdder();

    void init(long asyncId, String type, long triggerAsyncId) {
        captures.increment();
        ActiveResource before = active.put(
                asyncId,
                new ActiveResource(
                        asyncId, type, triggerAsyncId, Thread.currentThread().getName(), Instant.now(), null));
        if (before == null && size.incrementAndGet() > LIMIT && active.pollFirstEntry() != null) {
            size.decrementAndGet();
        }
    }

    void before(long asyncId) {
        restores.increment();
        running(asyncId, Thread.currentThread().getName());
    }

    void after(long asyncId) {
        running(asyncId, null);
    }

    void destroy(long asyncId) {
        if (active.remove(asyncId) != null) {
            size.decrementAndGet();
        }
    }

    /** A copy, in the order in which they were made. */
    Collection<ActiveResource> all() {
        return List.copyOf(active.values());
    }

    int count() {
        return size.get();
    }

    long captures() {
        return captures.sum();
    }

    long restores() {
        return restores.sum();
    }

    private void running(long asyncId, @Nullable String thread) {
        active.computeIfPresent(asyncId, (id, resource) -> resource.runningOn(thread));
    }
}
