// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function of a case, in every form in which the library takes one. */
@FunctionalInterface
interface ConformanceFunction
        extends Function<List<@Nullable Object>, @Nullable Object>,
                ThrowingFunction<List<@Nullable Object>, @Nullable Object, RuntimeException> {

    @Override
    @Nullable
    Object apply(List<@Nullable Object> arguments);
}
