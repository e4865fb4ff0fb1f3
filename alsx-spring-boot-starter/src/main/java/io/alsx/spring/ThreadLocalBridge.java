// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.Scope;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries the value of a {@code ThreadLocal} of the application's. No value removes the one that the thread has, so that
 * one with an initial value starts anew, and nothing of the application's stays on a pooled thread.
 *
 * @param local where the value is
 * @param copy makes what a thread gets of a value
 */
record ThreadLocalBridge<T extends @Nullable Object>(ThreadLocal<T> local, UnaryOperator<T> copy)
        implements ContextBridge {

    @Override
    public Captured capture() {
        @Nullable T value = copied(local.get());
        return () -> entered(copied(value));
    }

    @Override
    public Captured nothing() {
        return () -> entered(null);
    }

    private @Nullable T copied(@Nullable T value) {
        return value == null ? null : copy.apply(value);
    }

    private Scope entered(@Nullable T value) {
        @Nullable T before = local.get();
        set(value);
        return () -> set(before);
    }

    private void set(@Nullable T value) {
        if (value == null) {
            local.remove();
        } else {
            local.set(value);
        }
    }
}
