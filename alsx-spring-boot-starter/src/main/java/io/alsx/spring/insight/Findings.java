// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What was found, of one kind: how often in all and at each place, and the last ones in full. Each place is logged once.
 * Thread-safe; of bounded size, however much is found.
 *
 * @param <F> the kind
 */
public final class Findings<F> {

    private static final int PLACES = 1000;

    private static final int RECENT = 100;

    private final Log log = LogFactory.getLog(Findings.class);

    private final Map<String, Long> places = new LinkedHashMap<>();

    private final Deque<F> recent = new ArrayDeque<>();

    private final List<Consumer<? super F>> listeners = new CopyOnWriteArrayList<>();

    private long total;

    Findings() {}

    /** Has somebody told of each, on the thread that finds it. */
    void listen(Consumer<? super F> listener) {
        listeners.add(listener);
    }

    /** Ends that. */
    void forget(Consumer<? super F> listener) {
        listeners.remove(listener);
    }

    /** Adds what was found at a place. */
    void add(String place, F finding) {
        boolean isFirst = count(place, finding) == 1;
        listeners.forEach(listener -> listener.accept(finding));
        if (isFirst) {
            log.warn("alsx: " + finding);
        }
    }

    /** How often it has been found at this place; 0 where no more places are counted. */
    private synchronized long count(String place, F finding) {
        total++;
        recent.addLast(finding);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        return places.containsKey(place) || places.size() < PLACES ? places.merge(place, 1L, Long::sum) : 0;
    }

    /**
     * How often in all.
     *
     * @return the number
     */
    public synchronized long total() {
        return total;
    }

    /**
     * How often at each place, for the first thousand places.
     *
     * @return a copy, in the order in which the places were found
     */
    public synchronized Map<String, Long> places() {
        return new LinkedHashMap<>(places);
    }

    /**
     * The last hundred.
     *
     * @return a copy, the oldest first
     */
    public synchronized List<F> recent() {
        return List.copyOf(recent);
    }
}
