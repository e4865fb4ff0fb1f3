// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.Scope;
import io.alsx.spring.ContextBridge;
import java.util.List;
import java.util.function.Function;

/**
 * Many bridges as one.
 *
 * @param bridges what comes first is captured and entered first, and left last
 */
record Bridges(List<ContextBridge> bridges) implements ContextBridge {

    boolean isEmpty() {
        return bridges.isEmpty();
    }

    @Override
    public Captured capture() {
        return all(ContextBridge::capture);
    }

    @Override
    public Captured nothing() {
        return all(ContextBridge::nothing);
    }

    private Captured all(Function<ContextBridge, Captured> what) {
        if (bridges.size() == 1) {
            return what.apply(bridges.get(0));
        }
        Captured[] captured = new Captured[bridges.size()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = what.apply(bridges.get(i));
        }
        return () -> entered(captured);
    }

    private static Scope entered(Captured[] captured) {
        Scope[] scopes = new Scope[captured.length];
        int entered = 0;
        try {
            while (entered < captured.length) {
                scopes[entered] = captured[entered].enter();
                entered++;
            }
        } catch (Throwable e) {
            try {
                close(scopes, entered);
            } catch (Throwable suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        return () -> close(scopes, scopes.length);
    }

    /** The last one first, and each one whatever becomes of the others. */
    private static void close(Scope[] scopes, int count) {
        if (count > 0) {
            try {
                scopes[count - 1].close();
            } finally {
                close(scopes, count - 1);
            }
        }
    }
}
