// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.AsyncHooks;
import io.alsx.Scope;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Follows scopes from where they are opened to where they are closed. Holds none of them: one that is never closed may be
 * collected, and is found then at the latest. Thread-safe.
 */
final class OpenScopes {

    private static final long ROOT = 1;

    private final Map<Key, Opening> open = new ConcurrentHashMap<>();

    /** After which scope each run of code in a resource began, the innermost run last. */
    private final Map<Run, Deque<Long>> running = new ConcurrentHashMap<>();

    private final ReferenceQueue<Scope> collected = new ReferenceQueue<>();

    private final Findings<MisusedScope> findings = new Findings<>();

    private final DiagnosticsMode mode;

    private final double share;

    /**
     * Makes it.
     *
     * @param mode what to do about misuse
     * @param share of the scopes of which is noted where they were opened, from 0 to 1
     */
    OpenScopes(DiagnosticsMode mode, double share) {
        this.mode = mode;
        this.share = share;
    }

    private record Run(Thread thread, long resource) {

        static Run here(long resource) {
            return new Run(Thread.currentThread(), resource);
        }
    }

    /** Where, when and by whom something was entered. */
    private record Opening(Thread thread, long resource, long sequence, long nanos, String site) {

        private static final AtomicLong SEQUENCE = new AtomicLong();

        static Opening here(double share) {
            boolean sampled = share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
            return new Opening(
                    Thread.currentThread(),
                    AsyncHooks.executionAsyncId(),
                    SEQUENCE.incrementAndGet(),
                    System.nanoTime(),
                    sampled ? CallSite.caller() : CallSite.UNKNOWN);
        }
    }

    void opened(Scope scope) {
        if (mode != DiagnosticsMode.OFF && !CallSite.isOurs()) {
            findCollected();
            open.put(new Key(scope, collected), Opening.here(share));
        }
    }

    void closed(Scope scope) {
        if (mode == DiagnosticsMode.OFF || CallSite.isOurs()) {
            return;
        }
        Key key = new Key(scope, null);
        Opening opening = open.get(key);
        if (opening == null) {
            found(MisusedScope.How.CLOSED_AGAIN, Opening.here(share));
        } else if (opening.thread != Thread.currentThread()) {
            found(MisusedScope.How.CLOSED_ON_ANOTHER_THREAD, opening);
        } else {
            open.remove(key);
            if (isBelowAnother(opening)) {
                found(MisusedScope.How.CLOSED_OUT_OF_ORDER, opening);
            }
        }
    }

    /** A store was entered for as long as what is around lasts. */
    void entered() {
        if (mode != DiagnosticsMode.OFF
                && AsyncHooks.executionAsyncId() == ROOT
                && !CallSite.isOurs()
                && !CallSite.isBounded()
                && open.values().stream().noneMatch(opening -> opening.thread == Thread.currentThread())) {
            found(MisusedScope.How.ENTERED_FOR_GOOD, Opening.here(share));
        }
    }

    /** Code begins to run in a resource. */
    void begun(long resource) {
        if (mode != DiagnosticsMode.OFF) {
            running.computeIfAbsent(Run.here(resource), run -> new ArrayDeque<>(1))
                    .addLast(Opening.SEQUENCE.get());
        }
    }

    /** Code has run in a resource: what it opened on this thread and left open, ends now. */
    void ended(long resource) {
        if (mode != DiagnosticsMode.OFF) {
            long begin = beginning(Run.here(resource));
            open.forEach((key, opening) -> {
                if (opening.resource == resource
                        && opening.thread == Thread.currentThread()
                        && opening.sequence > begin) {
                    lost(key, opening);
                }
            });
        }
    }

    /** Of the innermost run; that of the first one for what ran before anybody watched. */
    private long beginning(Run run) {
        Deque<Long> runs = running.get(run);
        if (runs == null) {
            return 0;
        }
        long begin = runs.removeLast();
        if (runs.isEmpty()) {
            running.remove(run);
        }
        return begin;
    }

    /** What is open on the calling thread, which has come to an end that should have none open. */
    void ended() {
        open.forEach((key, opening) -> {
            if (opening.thread == Thread.currentThread()) {
                lost(key, opening);
            }
        });
        findCollected();
    }

    Findings<MisusedScope> findings() {
        return findings;
    }

    /** Of scopes that are gone, nothing tells but their absence. */
    void findCollected() {
        for (Object key = collected.poll(); key != null; key = collected.poll()) {
            Opening opening = open.get(key);
            if (opening != null) {
                lost((Key) key, opening);
            }
        }
    }

    private void lost(Key key, Opening opening) {
        if (open.remove(key, opening)) {
            found(MisusedScope.How.NEVER_CLOSED, opening);
        }
    }

    private boolean isBelowAnother(Opening opening) {
        return open.values().stream()
                .anyMatch(other -> other.thread == opening.thread
                        && other.resource == opening.resource
                        && other.sequence > opening.sequence);
    }

    private void found(MisusedScope.How how, Opening opening) {
        MisusedScope misused = new MisusedScope(
                how,
                Thread.currentThread().getName(),
                opening.thread.getName(),
                opening.site,
                Duration.ofNanos(System.nanoTime() - opening.nanos));
        findings.add(how + " " + opening.site, misused);
    }

    /** A scope's identity. */
    private static final class Key extends WeakReference<Scope> {

        private final int hash;

        Key(Scope scope, @Nullable ReferenceQueue<Scope> queue) {
            super(scope, queue);
            this.hash = System.identityHashCode(scope);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Key key
                            && key.hash == hash
                            && get() != null
                            && Objects.equals(get(), key.get()));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
