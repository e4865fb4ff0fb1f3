// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one current slot of each thread, and the only class that touches a {@link ThreadLocal}.
 *
 * <p>The slot is a holder, so that one look-up serves a whole enter and leave, and of the JDK, so that a pooled thread
 * holds on to nothing of ours: the empty context is written as null. Only its own thread reads and writes it, plainly.
 * A caller may keep the slot on its stack for as long as it stays on the thread.
 */
final class CurrentFrame {

    private static final ThreadLocal<AtomicReference<@Nullable ContextFrame>> SLOT = new ThreadLocal<>();

    /** Apart from the slot, as few threads ever tell hooks anything. */
    private static final ThreadLocal<@Nullable Object[]> TELLING = new ThreadLocal<>();

    /** Set while listeners hear of what was taken back: if one leaves a context once more, that goes without a word. */
    private static final ThreadLocal<@Nullable Boolean> TAKING_BACK = new ThreadLocal<>();

    /** Never changed in place. Read with every change of a context, so in a field of its own type, without a cast. */
    private static volatile FrameListener[] listeners = {};

    private CurrentFrame() {}

    static ContextFrame get() {
        AtomicReference<@Nullable ContextFrame> slot = SLOT.get();
        return slot == null ? ContextFrame.EMPTY : in(slot);
    }

    /** Like {@link #get()}, but that the empty frame is null. */
    static @Nullable ContextFrame getUnlessEmpty() {
        AtomicReference<@Nullable ContextFrame> slot = SLOT.get();
        return slot == null ? null : slot.getPlain();
    }

    static AtomicReference<@Nullable ContextFrame> slot() {
        AtomicReference<@Nullable ContextFrame> slot = SLOT.get();
        if (slot == null) {
            slot = new AtomicReference<>();
            SLOT.set(slot);
        }
        return slot;
    }

    /** Where the thread notes the event that it is in the middle of telling to hooks; holds null at all other times. */
    static @Nullable Object[] telling() {
        @Nullable Object[] telling = TELLING.get();
        if (telling == null) {
            telling = new @Nullable Object[1];
            TELLING.set(telling);
        }
        return telling;
    }

    /** Tells whether the slot is that of the calling thread. */
    static boolean isCurrent(AtomicReference<@Nullable ContextFrame> slot) {
        return SLOT.get() == slot;
    }

    static ContextFrame in(AtomicReference<@Nullable ContextFrame> slot) {
        return frameOf(slot.getPlain());
    }

    static void set(AtomicReference<@Nullable ContextFrame> slot, ContextFrame frame) {
        ContextFrame from = slot.getPlain();
        ContextFrame to = referenceTo(frame);
        if (from != to) {
            slot.setPlain(to);
            changed(slot, from);
        }
    }

    /** What a slot holds for a frame. */
    static @Nullable ContextFrame referenceTo(ContextFrame frame) {
        return frame == ContextFrame.EMPTY ? null : frame;
    }

    static ContextFrame frameOf(@Nullable ContextFrame reference) {
        return reference == null ? ContextFrame.EMPTY : reference;
    }

    /** To be called by whoever wrote a slot. A listener that enters a context does not leave the thread in it. */
    static void changed(AtomicReference<@Nullable ContextFrame> slot, @Nullable ContextFrame from) {
        ContextFrame to = slot.getPlain();
        for (FrameListener listener : listeners) {
            tell(listener, frameOf(from), frameOf(to));
            if (slot.getPlain() != to) {
                takeBack(slot, to, listener);
            }
        }
    }

    /** As the listeners have heard of what is taken back, they hear of that, too. */
    private static void takeBack(
            AtomicReference<@Nullable ContextFrame> slot, @Nullable ContextFrame to, FrameListener culprit) {
        ContextFrame left = slot.getPlain();
        slot.setPlain(to);
        if (TAKING_BACK.get() != null) {
            return;
        }
        TAKING_BACK.set(true);
        try {
            tell(culprit, frameOf(left), frameOf(to)); // first, so that the others end right if it does it again
            slot.setPlain(to);
            for (FrameListener listener : listeners) {
                if (listener != culprit) {
                    tell(listener, frameOf(left), frameOf(to));
                    slot.setPlain(to);
                }
            }
        } finally {
            TAKING_BACK.set(null);
        }
        report(new IllegalStateException("A store listener entered a context and left the thread in it. "
                + "That was taken back; let it run there instead."));
    }

    static synchronized void addListener(FrameListener listener) {
        listeners = CopyOnWrite.with(listeners, listener);
    }

    static synchronized boolean removeListener(FrameListener listener) {
        FrameListener[] before = listeners;
        listeners = CopyOnWrite.without(before, listener);
        return listeners != before;
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
