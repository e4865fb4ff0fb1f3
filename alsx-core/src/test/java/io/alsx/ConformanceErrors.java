// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The errors of a case, and how they print. */
final class ConformanceErrors {

    private final Map<String, RuntimeException> made = new HashMap<>();

    private final IdentityHashMap<RuntimeException, String> codes = new IdentityHashMap<>();

    RuntimeException make(String message) {
        RuntimeException error = new RuntimeException(message);
        made.put(message, error);
        return error;
    }

    /** What the attempt gives; if it is refused with such an exception, that is what Node has this code for. */
    <V extends @Nullable Object> V coded(Class<? extends RuntimeException> refusal, String code, Supplier<V> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException e) {
            if (refusal.isInstance(e)) {
                codes.putIfAbsent(e, code);
            }
            throw e;
        }
    }

    String show(RuntimeException error) {
        RuntimeException original = made.get(error.getMessage());
        if (original != null) {
            return error.getMessage() + (original == error ? "" : "(other object)");
        }
        String code = codes.get(error);
        if (code != null) {
            return code;
        }
        return error instanceof NullPointerException || error instanceof ClassCastException
                ? "TypeError"
                : error.toString();
    }
}
