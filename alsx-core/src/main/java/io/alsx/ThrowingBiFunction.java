// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.jspecify.annotations.Nullable;

/**
 * Code with a result from two arguments, like {@link java.util.function.BiFunction}, that may throw a checked
 * exception. The compiler infers the exception's type from the lambda, and unchecked where it throws none, so that a
 * caller catches what the code throws and nothing more.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 * @param <X> the type of what it throws
 */
@FunctionalInterface
public interface ThrowingBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object, X extends Throwable> {

    /**
     * Runs the code.
     *
     * @param first the first argument
     * @param second the second argument
     * @return the result
     * @throws X what the code throws
     */
    R apply(A first, B second) throws X;
}
