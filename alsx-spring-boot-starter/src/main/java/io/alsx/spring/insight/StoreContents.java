// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.RequestStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * What is in the stores of a context, as text: that of a {@link RequestStore} by names, that of others as a whole. What an
 * application's functions sanitize, and what Spring Boot takes for a secret by its name, is not told.
 */
final class StoreContents {

    private static final int LONGEST = 200;

    private final Map<String, AsyncLocalStorage<?>> storages;

    private final Sanitizer sanitizer;

    StoreContents(Map<String, AsyncLocalStorage<?>> storages, List<SanitizingFunction> functions) {
        this.storages = Map.copyOf(storages);
        List<SanitizingFunction> all = new ArrayList<>(functions);
        all.add(SanitizingFunction.sanitizeValue().ifLikelySensitive());
        this.sanitizer = new Sanitizer(all);
    }

    Map<String, @Nullable Object> in(Snapshot context) {
        return context.run(() -> {
            Map<String, @Nullable Object> contents = new TreeMap<>();
            storages.forEach((name, storage) -> {
                Object store = storage.getStore();
                if (store != null) {
                    contents.put(name, store instanceof RequestStore request ? of(request) : told(name, store));
                }
            });
            return contents;
        });
    }

    private Map<String, @Nullable Object> of(RequestStore store) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("requestId", told("requestId", store.requestId()));
        values.put("method", told("method", store.method()));
        values.put("path", told("path", store.path()));
        new TreeMap<>(store.attributes()).forEach((name, value) -> values.put(name, told(name, value)));
        return values;
    }

    private @Nullable Object told(String name, Object value) {
        @Nullable Object told = sanitizer.sanitize(new SanitizableData(null, name, textOf(value)), true);
        return told instanceof String text && text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : told;
    }

    /** A value may be of any class, and its {@code toString} may fail, or never end. */
    private static String textOf(Object value) {
        try {
            return String.valueOf(value.toString());
        } catch (RuntimeException | StackOverflowError e) {
            return "(its toString fails: " + e.getClass().getName() + ")";
        }
    }
}
