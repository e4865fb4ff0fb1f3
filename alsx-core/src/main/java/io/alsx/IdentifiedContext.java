// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A context that knows whose it is, and an end that is told once. What every {@link AsyncResource} is made of. */
abstract class IdentifiedContext extends ContextRunner {

    static final ContextKey KEY = new ContextKey();

    static final long ROOT_ID = 1;

    private static final AtomicLong LAST_ID = new AtomicLong(ROOT_ID);

    private static final AtomicIntegerFieldUpdater<IdentifiedContext> DESTROYED =
            AtomicIntegerFieldUpdater.newUpdater(IdentifiedContext.class, "destroyed");

    final String type;

    final long asyncId;

    final long triggerAsyncId;

    private final ContextFrame frame;

    /** There only if a hook wants to hear of the end of this resource, should it be collected. */
    private final Cleaner.@Nullable Cleanable cleanable;

    @SuppressWarnings("UnusedVariable") // through DESTROYED
    private volatile int destroyed;

    IdentifiedContext(String type, long triggerAsyncId, boolean requireManualDestroy) {
        if (type.isEmpty()) {
            throw new IllegalArgumentException("An AsyncResource needs a type that is not empty, to be told by.");
        }
        this.type = type;
        this.triggerAsyncId = triggerAsyncId;
        this.asyncId = LAST_ID.incrementAndGet();
        this.frame = CurrentFrame.get().without(KEY).with(KEY, this);
        this.cleanable = requireManualDestroy || !EnabledHooks.hearDestroy() ? null : Collected.register(this, asyncId);
    }

    /** One that nothing has caused, in the context that holds nothing else. */
    IdentifiedContext(String type, long asyncId) {
        this.type = type;
        this.asyncId = asyncId;
        this.triggerAsyncId = 0;
        this.frame = ContextFrame.EMPTY.with(KEY, this);
        this.cleanable = null;
    }

    @Override
    final ContextFrame frame() {
        return frame;
    }

    @Override
    final void before() {
        EnabledHooks.before(asyncId);
    }

    @Override
    final void after() {
        if (!EnabledHooks.isEmpty()) {
            if (AsyncResource.current() != this) {
                CurrentFrame.set(CurrentFrame.slot(), frame); // a scope was left open
            }
            EnabledHooks.after(asyncId);
        }
    }

    @Override
    final boolean end() {
        if (!DESTROYED.compareAndSet(this, 0, 1)) {
            return false;
        }
        if (cleanable == null) {
            EnabledHooks.destroy(asyncId);
        } else {
            cleanable.clean();
        }
        return true;
    }

    /** {@return type and id, for messages} */
    @Override
    public String toString() {
        return type + "#" + asyncId;
    }

    /** Tells of the end of resources that nobody told of. Its thread starts with the first resource to look after. */
    private static final class Collected {

        private static final Cleaner CLEANER = Cleaner.create();

        private Collected() {}

        static Cleaner.Cleanable register(IdentifiedContext resource, long asyncId) {
            return CLEANER.register(resource, () -> EnabledHooks.destroy(asyncId));
        }
    }
}
