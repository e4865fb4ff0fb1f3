// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is behind each resource that was made lately. Not thread-safe. */
final class Origins {

    private final Map<Long, Origin> origins;

    Origins(int most) {
        this.origins = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Origin> eldest) {
                return size() > most;
            }
        };
    }

    Origin of(long asyncId) {
        return origins.getOrDefault(asyncId, Origin.NONE);
    }

    void put(long asyncId, Origin origin) {
        if (!origin.equals(Origin.NONE)) {
            origins.put(asyncId, origin);
        }
    }
}
