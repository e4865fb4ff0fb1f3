// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.spring.RequestStore;
import io.alsx.spring.WireField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attributes of a request's store that are declared. */
record AttributeCodec(List<WireField> fields) {

    Map<String, String> write(RequestStore store) {
        Map<String, String> values = new HashMap<>();
        for (WireField field : fields) {
            Object value = field.isOutgoing() ? store.get(field.name(), Object.class) : null;
            if (value != null) {
                values.put(field.name(), value.toString());
            }
        }
        return values;
    }

    /** What the application's factory has put there itself stays. */
    void read(Map<String, String> values, RequestStore into) {
        values.forEach((name, value) -> into.computeIfAbsent(name, Object.class, () -> value));
    }
}
