// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One step of a case: an op and its fields. */
record ConformanceStep(JsonNode json) {

    static List<ConformanceStep> list(JsonNode block) {
        List<ConformanceStep> steps = new ArrayList<>();
        block.forEach(step -> steps.add(new ConformanceStep(step)));
        return steps;
    }

    String op() {
        return text("op");
    }

    boolean has(String field) {
        return json.has(field);
    }

    /** The field or, where the step does not have it, a missing node. */
    JsonNode get(String field) {
        return json.path(field);
    }

    String text(String field) {
        return json.required(field).asText();
    }

    /** What names the line that this step logs: the field {@code as} or, without one, the other field. */
    String label(String other) {
        return text(has("as") ? "as" : other);
    }

    List<ConformanceStep> block(String field) {
        return list(json.path(field));
    }
}
