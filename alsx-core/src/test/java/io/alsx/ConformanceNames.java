// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What a case has made of one kind, by the id that it gave. */
final class ConformanceNames<V> {

    private final String kind;

    private final Map<String, V> named = new LinkedHashMap<>();

    ConformanceNames(String kind) {
        this.kind = kind;
    }

    void put(String id, V value) {
        named.put(id, value);
    }

    V get(String id) {
        V value = named.get(id);
        if (value == null) {
            throw new IllegalStateException("The case has no " + kind + " '" + id + "'");
        }
        return value;
    }

    void forEach(Consumer<V> action) {
        named.values().forEach(action);
    }

    /** The id of this very object, or the other text. */
    String idOf(Object value, String other) {
        String id = other;
        for (Map.Entry<String, V> entry : named.entrySet()) {
            if (entry.getValue() == value) {
                id = entry.getKey();
            }
        }
        return id;
    }
}
