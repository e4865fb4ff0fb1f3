// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.WireCodec;
import io.alsx.spring.WireField;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Keeps out of what diagnostics show what is declared to be kept out: attributes of the store of a request by their names,
 * and stores of a codec with such a field as a whole, as their text may have it.
 *
 * @param names names of attributes, and of beans that are storages
 */
public record RedactedNames(Set<String> names) implements SanitizingFunction {

    /**
     * Collects the names.
     *
     * @param fields of the stores of requests
     * @param codecs of other stores
     * @param storages the storages by the names of their beans
     * @return a function for all of them
     */
    public static RedactedNames of(
            List<WireField> fields, List<WireCodec<?>> codecs, Map<String, AsyncLocalStorage<?>> storages) {
        Set<AsyncLocalStorage<?>> hidden = codecs.stream()
                .filter(codec -> codec.fields().stream().anyMatch(WireField::redacted))
                .map(WireCodec::storage)
                .collect(Collectors.toSet());
        return new RedactedNames(Stream.concat(
                        fields.stream().filter(WireField::redacted).map(WireField::name),
                        storages.entrySet().stream()
                                .filter(storage -> hidden.contains(storage.getValue()))
                                .map(Map.Entry::getKey))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Only what is of no property source: a property may have the same name. */
    @Override
    public SanitizableData apply(SanitizableData data) {
        return data.getPropertySource() == null && names.contains(data.getKey()) ? data.withSanitizedValue() : data;
    }
}
