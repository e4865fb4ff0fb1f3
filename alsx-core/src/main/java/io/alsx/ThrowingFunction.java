// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.jspecify.annotations.Nullable;

/**
 * Code with a result from one argument, like {@link java.util.function.Function}, that may throw a checked exception.
 * The compiler infers the exception's type from the lambda, and unchecked where it throws none, so that a caller
 * catches what the code throws and nothing more.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 * @param <X> the type of what it throws
 */
@FunctionalInterface
public interface ThrowingFunction<A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> {

    /**
     * Runs the code.
     *
     * @param argument what the function is applied to
     * @return the result
     * @throws X what the code throws
     */
    R apply(A argument) throws X;
}
