// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one current slot of each thread, and the only class that touches a {@link ThreadLocal}.
 *
 * <p>The slot is the first element of an {@code Object} array, so that one look-up serves a whole enter and leave, and so
 * that a pooled thread holds on to nothing of ours: the empty context is written as null, and the array itself is the
 * JDK's. A caller may keep the slot on its stack for as long as it stays on the thread.
 */
final class CurrentFrame {

    /** Where a thread notes the event that it is in the middle of telling to hooks; null at all other times. */
    static final int TELLING = 1;

    private static final ThreadLocal<@Nullable Object[]> SLOT = new ThreadLocal<>();

    /** The array is never changed in place. */
    private static final AtomicReference<FrameListener[]> LISTENERS = new AtomicReference<>(new FrameListener[0]);

    private CurrentFrame() {}

    static ContextFrame get() {
        @Nullable Object[] slot = SLOT.get();
        return slot == null ? ContextFrame.EMPTY : in(slot);
    }

    static @Nullable Object[] slot() {
        @Nullable Object[] slot = SLOT.get();
        if (slot == null) {
            slot = new @Nullable Object[2];
            SLOT.set(slot);
        }
        return slot;
    }

    /** Tells whether the slot is that of the calling thread. */
    static boolean isCurrent(@Nullable Object[] slot) {
        return SLOT.get() == slot;
    }

    static ContextFrame in(@Nullable Object[] slot) {
        return frameOf(slot[0]);
    }

    static void set(@Nullable Object[] slot, ContextFrame frame) {
        Object from = slot[0];
        Object to = referenceTo(frame);
        if (from != to) {
            slot[0] = to;
            changed(from, to);
        }
    }

    /** What a slot holds for a frame. */
    static @Nullable Object referenceTo(ContextFrame frame) {
        return frame == ContextFrame.EMPTY ? null : frame;
    }

    static ContextFrame frameOf(@Nullable Object reference) {
        return reference == null ? ContextFrame.EMPTY : (ContextFrame) reference;
    }

    /** To be called by whoever wrote a slot itself. */
    static void changed(@Nullable Object from, @Nullable Object to) {
        for (FrameListener listener : LISTENERS.get()) {
            tell(listener, frameOf(from), frameOf(to));
        }
    }

    static void addListener(FrameListener listener) {
        LISTENERS.updateAndGet(present -> CopyOnWrite.with(present, listener));
    }

    static boolean removeListener(FrameListener listener) {
        FrameListener[] before = LISTENERS.getAndUpdate(present -> CopyOnWrite.without(present, listener));
        return Arrays.asList(before).contains(listener);
    }

    private static void tell(FrameListener listener, ContextFrame from, ContextFrame to) {
        try {
            listener.frameChanged(from, to);
        } catch (Throwable e) {
            report(e);
        }
    }

    /** For what a listener or a hook throws, which must never reach the code that it listens to. */
    static void report(Throwable error) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
        } catch (Throwable ignored) {
            // as the JVM does with what a handler throws
        }
    }
}
