// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Stores that are texts cross in one field. */
record TextCodec(AsyncLocalStorage<String> storage, WireField field) implements WireCodec<String> {

    @Override
    public List<WireField> fields() {
        return List.of(field);
    }

    @Override
    public Map<String, String> write(String store) {
        return Map.of(field.name(), store);
    }

    @Override
    public String read(Map<String, String> values) {
        return Objects.requireNonNull(values.get(field.name()));
    }
}
