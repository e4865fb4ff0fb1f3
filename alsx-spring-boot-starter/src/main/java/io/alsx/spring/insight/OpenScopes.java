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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows scopes from where they are opened to where they are closed. Holds none of them: one that is never closed may be
 * collected, and is found then at the latest. Thread-safe.
 */
final class OpenScopes {

    private static final long ROOT = 1;

    private final Map<Key, Opening> open = new ConcurrentHashMap<>();

    /** Those of which nobody has been told, by the resource in which they were opened. */
    private final Map<Long, Set<Key>> untold = new ConcurrentHashMap<>();

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

        boolean isOfCurrentThread() {
            return thread == Thread.currentThread();
        }

        boolean isBelow(Opening other) {
            return other.thread == thread && other.sequence > sequence;
        }
    }

    void opened(Scope scope) {
        if (mode != DiagnosticsMode.OFF && !CallSite.isOurs()) {
            findCollected();
            Key key = new Key(scope, collected);
            Opening opening = Opening.here(share);
            open.put(key, opening);
            untold.compute(opening.resource, (resource, keys) -> {
                Set<Key> all = keys == null ? ConcurrentHashMap.newKeySet() : keys;
                all.add(key);
                return all;
            });
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
        } else if (!isUntold(key, opening)) {
            open.remove(key);
        } else if (opening.thread != Thread.currentThread()) {
            found(MisusedScope.How.CLOSED_ON_ANOTHER_THREAD, opening);
        } else {
            open.remove(key);
            told(key, opening);
            if (in(opening.resource).anyMatch(opening::isBelow)) {
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
                && in(ROOT).noneMatch(Opening::isOfCurrentThread)) {
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
            lose(resource, opening -> opening.isOfCurrentThread() && opening.sequence > begin);
        }
    }

    /** A resource is over, on whatever threads it has run: what was opened in it and left open is not closed any more. */
    void over(long resource) {
        lose(resource, opening -> true);
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
        untold.keySet().forEach(resource -> lose(resource, Opening::isOfCurrentThread));
        findCollected();
    }

    Findings<MisusedScope> findings() {
        return findings;
    }

    /** Of scopes that are gone, nothing tells but their absence. */
    void findCollected() {
        for (Object key = collected.poll(); key != null; key = collected.poll()) {
            Opening opening = open.remove(key);
            if (opening != null) {
                lose((Key) key, opening);
            }
        }
    }

    private void lose(long resource, Predicate<Opening> which) {
        for (Key key : untold.getOrDefault(resource, Set.of())) {
            Opening opening = open.get(key);
            if (opening != null && which.test(opening)) {
                lose(key, opening);
            }
        }
    }

    private void lose(Key key, Opening opening) {
        if (told(key, opening)) {
            found(MisusedScope.How.NEVER_CLOSED, opening);
        }
    }

    private Stream<Opening> in(long resource) {
        return untold.getOrDefault(resource, Set.of()).stream().map(open::get).filter(Objects::nonNull);
    }

    private boolean isUntold(Key key, Opening opening) {
        return untold.getOrDefault(opening.resource, Set.of()).contains(key);
    }

    /** Whether nobody had been told. */
    private boolean told(Key key, Opening opening) {
        AtomicBoolean removed = new AtomicBoolean();
        untold.computeIfPresent(opening.resource, (resource, keys) -> {
            removed.set(keys.remove(key));
            return keys.isEmpty() ? null : keys;
        });
        return removed.get();
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
