// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Which cases are not executed, and why. */
final class ConformanceSkips {

    /** What a field may be, for the step to compile in Java. A null in the place of a function or a text compiles. */
    private static final Map<String, Predicate<JsonNode>> TYPED_FIELDS = Map.of(
            "fn", ConformanceValues::isNull,
            "type", ConformanceSkips::isTextOrNull,
            "name", ConformanceSkips::isTextOrNull,
            "trigger", trigger -> trigger.isTextual() || trigger.canConvertToExactIntegral(),
            "options", ConformanceSkips::isOptions,
            "on", on -> StreamSupport.stream(on.spliterator(), false).allMatch(JsonNode::isArray));

    private ConformanceSkips() {}

    static Optional<String> reason(ConformanceCase tested) {
        if (tested.expected() == null) {
            return Optional.of("states no expectation");
        }
        return tested.allSteps().allMatch(ConformanceSkips::compiles)
                ? Optional.empty()
                : Optional.of("js-typing: a Java compiler refuses it");
    }

    private static boolean compiles(ConformanceStep step) {
        return TYPED_FIELDS.entrySet().stream()
                .allMatch(field -> !step.has(field.getKey()) || field.getValue().test(step.get(field.getKey())));
    }

    private static boolean isTextOrNull(JsonNode field) {
        return field.isTextual() || field.isNull();
    }

    private static boolean isOptions(JsonNode field) {
        return field.isObject() && (!field.has("name") || field.path("name").isTextual());
    }
}
