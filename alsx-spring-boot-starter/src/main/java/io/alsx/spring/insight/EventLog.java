// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The last events, numbered from 0. What changes it is to be called with the lock held. */
final class EventLog {

    private final long timeline = System.currentTimeMillis();

    private final long start = System.nanoTime();

    private final ReentrantLock lock;

    private final Condition changed;

    private final int most;

    private final Deque<TimelineEvent> events = new ArrayDeque<>();

    /** The number of the first event that is still there. */
    private long first;

    private long runs;

    private boolean closed;

    EventLog(ReentrantLock lock, int most) {
        this.lock = lock;
        this.changed = lock.newCondition();
        this.most = most;
    }

    /** Nanoseconds since it was made. */
    long now() {
        return System.nanoTime() - start;
    }

    long nextRun() {
        return ++runs;
    }

    void add(TimelineEvent event) {
        if (events.size() == most) {
            events.removeFirst();
            first++;
        }
        events.addLast(event);
        changed.signalAll();
    }

    /** Whether others may follow; if not, that ends all waiting, now and later. Takes the lock itself. */
    void setOpen(boolean open) {
        lock.lock();
        try {
            closed = !open;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the lock itself, but not while it waits. A number that is yet to come is one of another timeline. */
    TimelineEvents from(long asked, int limit, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long from = asked > first + events.size() ? 0 : asked;
            long nanos = patience.toNanos();
            while (from >= first + events.size() && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return copy(from, limit);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the lock itself. */
    TimelineEvents all() {
        lock.lock();
        try {
            return copy(0, most);
        } finally {
            lock.unlock();
        }
    }

    private TimelineEvents copy(long from, int limit) {
        long begin = Math.max(from, first);
        List<TimelineEvent> some =
                events.stream().skip(begin - first).limit(limit).toList();
        return new TimelineEvents(timeline, now(), begin - from, begin + some.size(), !closed, some);
    }
}
