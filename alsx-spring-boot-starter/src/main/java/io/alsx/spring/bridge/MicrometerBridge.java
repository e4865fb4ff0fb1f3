// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.Scope;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.ContextPublishers;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/**
 * Carries all that is registered with Micrometer's context propagation, as the observation, the span and whatever an
 * application has registered. The context itself is left out: who carries it decides which one it is.
 */
public final class MicrometerBridge implements ContextBridge {

    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
            .captureKeyPredicate(MicrometerBridge::isCarried)
            .clearMissing(true)
            .build();

    private final boolean on;

    /**
     * Makes the bridge.
     *
     * @param on whether it carries anything
     */
    public MicrometerBridge(boolean on) {
        this.on = on;
    }

    @Override
    public Captured capture() {
        return on ? captured(snapshots.captureAll()) : NotCarried.CAPTURED;
    }

    @Override
    public Captured nothing() {
        return on ? captured(snapshots.captureFrom()) : NotCarried.CAPTURED;
    }

    private static Captured captured(ContextSnapshot snapshot) {
        return () -> entered(snapshot);
    }

    private static Scope entered(ContextSnapshot snapshot) {
        ContextSnapshot.Scope scope = snapshot.setThreadLocals(MicrometerBridge::isCarried);
        return scope::close;
    }

    private static boolean isCarried(Object key) {
        return !ContextPublishers.KEY.equals(key);
    }
}
