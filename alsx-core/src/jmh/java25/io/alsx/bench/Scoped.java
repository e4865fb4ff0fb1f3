// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

/** The JDK's {@code ScopedValue}. */
final class Scoped {

    private static final ScopedValue<Object> STORE = ScopedValue.newInstance();

    private Scoped() {}

    static Object get() {
        return STORE.get();
    }

    static Object getOrElse(Object other) {
        return STORE.orElse(other);
    }

    static void run(Object store, Runnable body) {
        ScopedValue.where(STORE, store).run(body);
    }
}
