// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.lang.reflect.Field;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Reads what other libraries keep without a getter that others may call. What is read has to be in the hints. */
final class PrivateField {

    private PrivateField() {}

    /** The value; fails with the name of the field where the class has none. */
    static @Nullable Object valueOf(Class<?> type, String name, Object target) {
        Field field = Objects.requireNonNull(ReflectionUtils.findField(type, name), name);
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, target);
    }
}
