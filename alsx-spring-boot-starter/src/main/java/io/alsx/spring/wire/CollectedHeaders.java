// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Headers on their way to something that takes them all at once. */
final class CollectedHeaders {

    static final Carrier<CollectedHeaders> CARRIER = new Writer();

    private final @Nullable String host;

    private final Function<String, @Nullable String> present;

    private final Map<String, String> added = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Begins with none.
     *
     * @param host where they go; null for a message, which goes to a broker
     * @param present the headers that there are already
     */
    CollectedHeaders(@Nullable String host, Function<String, @Nullable String> present) {
        this.host = host;
        this.present = present;
    }

    Map<String, String> added() {
        return added;
    }

    private static final class Writer implements Carrier<CollectedHeaders> {

        @Override
        public @Nullable String host(CollectedHeaders target) {
            return target.host;
        }

        @Override
        public @Nullable String get(CollectedHeaders target, String name) {
            String value = target.added.get(name);
            return value == null ? target.present.apply(name) : value;
        }

        @Override
        public void set(CollectedHeaders target, String name, String value) {
            target.added.put(name, value);
        }
    }
}
