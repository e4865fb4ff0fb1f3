// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has been seen where, in all applications of a run: the truth, the counts, and the first violation with its history. */
final class SoakLedger {

    private static final int REMEMBERED = 60;

    private static final String NOBODY = "nobody";

    private final Map<String, LongAdder> hops = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> neighbours = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> probes = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();

    private final Map<String, Request> requests = new ConcurrentHashMap<>();

    private final ThreadLocal<ArrayDeque<Sight>> ofThread = ThreadLocal.withInitial(ArrayDeque::new);

    private final AtomicReference<@Nullable String> violation = new AtomicReference<>();

    /** Stores of requests that are over, one of a hundred. Nobody else may keep them. */
    private final Queue<WeakReference<RequestStore>> ended = new ConcurrentLinkedQueue<>();

    private final LongAdder endedCount = new LongAdder();

    /** Of an application that is being closed; the MDC follows no longer then, and is empty at most. */
    private volatile @Nullable Object closing;

    /** A request, while work for it is under way. */
    private static final class Request {

        private final Object group;

        private final AtomicInteger works = new AtomicInteger(1);

        private final Queue<Sight> history = new ConcurrentLinkedQueue<>();

        private volatile @Nullable WeakReference<RequestStore> store;

        Request(Object group) {
            this.group = group;
        }
    }

    /** What a thread had. Keeps no store. */
    private record Sight(
            long nanos,
            String thread,
            String where,
            String truth,
            @Nullable String id,
            @Nullable String tenant,
            @Nullable String logged) {

        boolean isRight(boolean closing) {
            return truth.equals(id)
                    && (truth.equals(logged) || (closing && logged == null))
                    && SoakApplication.tenantOf(truth).equals(tenant);
        }
    }

    void begin(String id, Object group) {
        requests.put(id, new Request(group));
    }

    void closing(Object group) {
        closing = group;
    }

    /** What is still under way for the group never ends, as its application is closed. */
    void abandon(Object group) {
        requests.forEach((id, request) -> {
            if (request.group == group) {
                end(id, request);
            }
        });
    }

    void fork(String id) {
        Request request = requests.get(id);
        if (request != null) {
            request.works.incrementAndGet();
        }
    }

    void join(String id) {
        Request request = requests.get(id);
        if (request != null && request.works.decrementAndGet() == 0) {
            end(id, request);
        }
    }

    private void end(String id, Request request) {
        if (requests.remove(id, request)) {
            endedCount.increment();
            WeakReference<RequestStore> store = request.store;
            if (store != null && Math.floorMod(id.hashCode(), 100) == 0) {
                ended.add(store);
            }
        }
    }

    /** Code that works for the request, and for its tenant, has these stores. */
    void saw(String where, String id, @Nullable RequestStore store, @Nullable String tenant, @Nullable String logged) {
        count(hops, where);
        Sight sight = new Sight(
                System.nanoTime(),
                Thread.currentThread().getName(),
                where,
                id,
                store == null ? null : store.requestId(),
                tenant,
                logged);
        Request request = requests.get(id);
        if (request != null) {
            request.history.add(sight);
            if (request.store == null && store != null) {
                request.store = new WeakReference<>(store);
            }
        }
        remember(sight);
        if (!sight.isRight(request == null ? closing != null : request.group == closing)) {
            violate(sight.toString(), id);
        }
    }

    /** Another's context beside ours is the request's own, or there is none where it need not be. */
    void neighbour(
            String name, String where, String id, Object expected, @Nullable Object found, boolean hasToBeThere) {
        count(neighbours, name + (found == null ? ", none" : ", the request's own"));
        if (!expected.equals(found) && (found != null || hasToBeThere)) {
            violate("the " + name + " at " + where + " is " + found + " and not " + expected, id);
        }
    }

    /** A thread that works for nobody has none. */
    void sawNothing(String where, @Nullable Object... stores) {
        count(probes, where);
        for (Object store : stores) {
            if (store != null) {
                violate(where + " works for nobody and has " + store, NOBODY);
            }
        }
    }

    void fault(String kind) {
        count(faults, kind);
    }

    void violate(String what, String id) {
        Request request = requests.get(id);
        violation.compareAndSet(
                null,
                what + "\nThe thread saw:\n" + lines(ofThread.get()) + "\nThe request was seen:\n"
                        + (request == null ? "(over)" : lines(request.history)));
    }

    @Nullable
    String violation() {
        return violation.get();
    }

    long hopCount() {
        return hops.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long requestCount() {
        return endedCount.sum();
    }

    /** How many requests are under way. */
    int active() {
        return requests.size();
    }

    /** How many of the stores of ended requests are still there. */
    long kept() {
        return ended.stream().filter(store -> store.get() != null).count();
    }

    int sampled() {
        return ended.size();
    }

    Map<String, Long> hops() {
        return counts(hops);
    }

    Map<String, Long> neighbours() {
        return counts(neighbours);
    }

    Map<String, Long> probes() {
        return counts(probes);
    }

    Map<String, Long> faults() {
        return counts(faults);
    }

    private void remember(Sight sight) {
        if (!Thread.currentThread().getClass().getName().contains("Virtual")) {
            ArrayDeque<Sight> sights = ofThread.get();
            sights.add(sight);
            if (sights.size() > REMEMBERED) {
                sights.poll();
            }
        }
    }

    private static void count(Map<String, LongAdder> adders, String name) {
        LongAdder adder = adders.get(name);
        (adder == null ? adders.computeIfAbsent(name, missing -> new LongAdder()) : adder).increment();
    }

    private static Map<String, Long> counts(Map<String, LongAdder> adders) {
        Map<String, Long> counts = new TreeMap<>();
        adders.forEach((name, adder) -> counts.put(name, adder.sum()));
        return counts;
    }

    private static String lines(Collection<Sight> sights) {
        return sights.stream().map(sight -> "  " + sight).collect(Collectors.joining("\n"));
    }
}
