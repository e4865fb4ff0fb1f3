// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What is behind each resource that was made lately, and which requests are at work. Not thread-safe. */
final class Origins {

    private final Map<Long, Origin> origins;

    /** The ids of requests that have not ended, by their resources. */
    private final Map<Long, String> atWork;

    Origins(int most) {
        this.origins = new Latest<>(most);
        this.atWork = new Latest<>(most);
    }

    Origin of(long asyncId) {
        return origins.getOrDefault(asyncId, Origin.NONE);
    }

    void put(long asyncId, Origin origin) {
        if (!origin.equals(Origin.NONE)) {
            origins.put(asyncId, origin);
        }
    }

    /** A request has come in, and has a resource. */
    void begin(long asyncId, Origin origin) {
        put(asyncId, origin);
        String request = origin.request();
        if (request != null) {
            atWork.put(asyncId, request);
        }
    }

    void end(long asyncId) {
        put(asyncId, of(asyncId).over());
        atWork.remove(asyncId);
    }

    Stream<String> atWork() {
        return atWork.values().stream();
    }

    /** The last entries that were put. */
    private static final class Latest<V> extends LinkedHashMap<Long, V> {

        private final int most;

        Latest(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
            return size() > most;
        }
    }
}
