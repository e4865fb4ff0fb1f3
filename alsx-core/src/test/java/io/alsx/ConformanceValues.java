// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of a case. JavaScript's {@code undefined} is null here, its {@code null} an object. Equal texts and equal
 * small numbers are the same object, since JavaScript compares them by value.
 */
final class ConformanceValues {

    private static final Object JS_NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private final Map<String, Entries> objects = new HashMap<>();

    void makeObject(String id) {
        objects.put(id, new Entries("@" + id, new HashMap<>()));
    }

    @Nullable
    Object value(JsonNode json) {
        if (json.isTextual() && json.textValue().startsWith("@")) {
            return switch (json.textValue()) {
                case "@undefined" -> null;
                case "@null" -> JS_NULL;
                default -> objects.get(json.textValue().substring(1));
            };
        }
        return scalar(json);
    }

    List<@Nullable Object> values(JsonNode array) {
        List<@Nullable Object> values = new ArrayList<>();
        array.forEach(json -> values.add(value(json)));
        return values;
    }

    static @Nullable Object scalar(JsonNode json) {
        return switch (json.getNodeType()) {
            case MISSING -> null;
            case NULL -> JS_NULL;
            case BOOLEAN -> json.booleanValue();
            case STRING -> json.textValue().intern();
            case NUMBER -> number(json);
            default -> throw new IllegalArgumentException("Not a value: " + json);
        };
    }

    /** Whether this stands for JavaScript's null or undefined. */
    static boolean isNull(JsonNode json) {
        return json.isNull() || json.asText().equals("@null") || json.asText().equals("@undefined");
    }

    /** What the object that is this value holds. */
    static Map<String, @Nullable Object> entries(@Nullable Object value) {
        return ((Entries) Objects.requireNonNull(value)).map;
    }

    static String show(@Nullable Object value) {
        return value == null ? "undefined" : value.toString();
    }

    private static Object number(JsonNode json) {
        if (!json.canConvertToExactIntegral()) {
            return json.doubleValue();
        }
        return json.canConvertToInt() ? (Object) json.intValue() : (Object) json.longValue();
    }

    /** An object, the same as another only if it is the same one. */
    private static final class Entries {

        private final String name;

        private final Map<String, @Nullable Object> map;

        Entries(String name, Map<String, @Nullable Object> map) {
            this.name = name;
            this.map = map;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
