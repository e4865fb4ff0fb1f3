// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.Scope;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Carries a {@code ThreadLocal}, and tells how often it was captured, entered and left. */
final class CountingBridge implements ContextBridge {

    static final ThreadLocal<@Nullable String> LOCAL = new ThreadLocal<>();

    /** How often this bridge is entered where a task runs: more than once would be too often. */
    private static final ThreadLocal<@Nullable Integer> DEPTH = new ThreadLocal<>();

    private final ContextBridge delegate = ContextBridge.of(LOCAL);

    private final AtomicInteger captured = new AtomicInteger();

    private final AtomicInteger entered = new AtomicInteger();

    /** What a task sees: the value and how often the bridge is entered. */
    static String seen() {
        return LOCAL.get() + " " + DEPTH.get();
    }

    void assertOnce(String what) {
        assertThat(captured.getAndSet(0)).as(what + ": captured").isEqualTo(1);
        assertThat(entered.getAndSet(0)).as(what + ": entered").isEqualTo(1);
    }

    void reset() {
        captured.set(0);
        entered.set(0);
    }

    @Override
    public Captured capture() {
        captured.incrementAndGet();
        return counting(delegate.capture());
    }

    @Override
    public Captured nothing() {
        captured.incrementAndGet();
        return counting(delegate.nothing());
    }

    private Captured counting(Captured what) {
        return () -> {
            entered.incrementAndGet();
            Scope scope = what.enter();
            Integer depth = DEPTH.get();
            DEPTH.set(depth == null ? 1 : depth + 1);
            return () -> {
                DEPTH.set(depth);
                scope.close();
            };
        };
    }
}
