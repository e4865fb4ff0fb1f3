// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for the collector. */
final class Garbage {

    private static final long LIMIT = TimeUnit.SECONDS.toNanos(5);

    private Garbage() {}

    /** Fails unless the referent is collected; to be called where nothing on the stack refers to it. */
    static void assertCollected(WeakReference<?> reference) {
        assertThat(collected(reference, LIMIT)).as("collected").isTrue();
    }

    /** Fails if the referent is collected by a few collections. */
    static void assertKept(WeakReference<?> reference) {
        assertThat(collected(reference, LIMIT / 50)).as("collected").isFalse();
    }

    /** Has the collector run until something has happened; fails if it does not. */
    static void collectUntil(BooleanSupplier happened) {
        assertThat(collected(happened, 4 * LIMIT)).as("happened").isTrue();
    }

    private static boolean collected(WeakReference<?> reference, long nanos) {
        return collected(() -> reference.get() == null, nanos);
    }

    private static boolean collected(BooleanSupplier happened, long nanos) {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        long end = System.nanoTime() + nanos;
        while (!happened.getAsBoolean() && System.nanoTime() < end) {
            PhantomReference<Object> collectorRan = new PhantomReference<>(new Object(), queue);
            try {
                System.gc();
                queue.remove(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                Reference.reachabilityFence(collectorRan);
            }
        }
        return happened.getAsBoolean();
    }
}
