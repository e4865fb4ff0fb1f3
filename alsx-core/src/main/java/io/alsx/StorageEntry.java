// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a storage is to frames: an entry under a key. Enters it, finds it, and puts back what was there before.
 *
 * @param <T> the type of the store
 */
abstract sealed class StorageEntry<T> permits AsyncLocalStorage {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<StorageEntry, ContextKey> KEY =
            AtomicReferenceFieldUpdater.newUpdater(StorageEntry.class, ContextKey.class, "key");

    private final String name;

    private final @Nullable T defaultValue;

    /** Replaced by {@link #disable()}: entries under an older key are never found again. */
    volatile ContextKey key = new ContextKey();

    private volatile boolean disabled;

    StorageEntry(String name, @Nullable T defaultValue) {
        this.name = name;
        this.defaultValue = defaultValue;
    }

    /** {@return the name that the storage was made with, empty where none was given} */
    public String name() {
        return name;
    }

    /**
     * Enters the store for the rest of the current synchronous execution: until the enclosing {@code run}, {@code exit}
     * or {@link #withScope} of this storage ends, or the enclosing task, {@link Snapshot} run, {@link AsyncResource}
     * scope or request, whichever is first. Work that is started afterwards has it, work that was started before has
     * not. On a bare thread, without any of these, it lasts as long as the thread; prefer {@code run}.
     *
     * @param store the store, or null for none
     * @apiNote Node: {@code asyncLocalStorage.enterWith(store)}.
     */
    public void enterWith(@Nullable T store) {
        AtomicReference<@Nullable ContextFrame> slot = CurrentFrame.slot();
        ContextKey entered = key;
        CurrentFrame.set(slot, entering(CurrentFrame.in(slot).without(entered), entered, store));
        EnabledHooks.entered((AsyncLocalStorage<T>) this);
    }

    /**
     * Enters the store until the scope is closed, which puts back what this storage had before, whatever was entered
     * meanwhile.
     *
     * @param store the store, or null for none
     * @return the scope; has to be closed on this thread
     * @apiNote Node: {@code asyncLocalStorage.withScope(store)}.
     */
    public Scope withScope(@Nullable T store) {
        AtomicReference<@Nullable ContextFrame> slot = CurrentFrame.slot();
        ContextKey entered = key;
        ContextFrame outer = CurrentFrame.in(slot);
        ContextFrame inner = entering(outer, entered, store);
        return new ThreadScope(slot) {
            @Override
            void restore(AtomicReference<@Nullable ContextFrame> slot) {
                ContextFrame last = slot.getPlain();
                slot.setPlain(CurrentFrame.referenceTo(outer));
                left(slot, entered, inner, last);
            }
        }.enter(inner);
    }

    /**
     * Ends every context of this storage, current or captured, on every thread and for good: {@link
     * AsyncLocalStorage#getStore()} gives null, or the default value, until the next {@code run}, {@link #enterWith} or
     * {@link #withScope}, which affects only itself and what it causes. May be called at any time, any number of times.
     * Other storages keep theirs.
     *
     * @apiNote Node: {@code asyncLocalStorage.disable()}. There, contexts from before come back after the next
     *     {@code run}; here they never do. There, it is needed before a storage can be collected; here it is not.
     */
    public void disable() {
        disabled = true;
        AtomicReference<@Nullable ContextFrame> slot = CurrentFrame.slot();
        CurrentFrame.set(slot, CurrentFrame.in(slot).without(key));
        KEY.getAndSet(this, new ContextKey()).ended = true;
    }

    /**
     * Has a listener told whenever the store that is entered on a thread changes because that thread enters or leaves a
     * context, by whatever means. It is called on that thread, after the change, with the previous store and the
     * present one, each of which is null where none is entered, whatever the default value, so that it can keep
     * something that belongs to the thread in step with the store, as a logging context. It should be quick. A context
     * that it enters and does not leave is taken back, and the thread's uncaught-exception handler is told, as it is of
     * what it throws.
     *
     * <p>The listener, and with it this storage, is kept until {@link #removeStoreListener}. Of {@link #disable()} it
     * hears on the calling thread at once and on any other with that thread's next change of context; from then on, it
     * may be told of changes in which the store stays the same.
     *
     * @param listener what to call with the previous and the present store
     * @apiNote Node has none; .NET's {@code AsyncLocal} has it as its value changed handler.
     * @implNote While any storage has a listener, each change of a thread's context takes two more look-ups a listener.
     */
    public void addStoreListener(BiConsumer<? super @Nullable T, ? super @Nullable T> listener) {
        CurrentFrame.addListener(new StoreListener<>(this, listener));
    }

    /**
     * Ends what {@link #addStoreListener} began.
     *
     * @param listener the listener, or one equal to it
     * @return whether it was there
     */
    public boolean removeStoreListener(BiConsumer<? super @Nullable T, ? super @Nullable T> listener) {
        return CurrentFrame.removeListener(new StoreListener<>(this, listener));
    }

    /** {@return the class name and, where there is one, the name; never a store} */
    @Override
    public String toString() {
        return name.isEmpty() ? "AsyncLocalStorage" : "AsyncLocalStorage '" + name + "'";
    }

    /** For code that cannot do without a store. */
    final IllegalStateException noStore() {
        return new IllegalStateException(this + " has no store on thread '"
                + Thread.currentThread().getName() + "'. Either nothing entered one, or"
                + " it was lost on the way to this thread: hand work over through AsyncLocalStorage.bind(...), a"
                + " Snapshot or an AsyncResource that is taken where the store is present.");
    }

    @SuppressWarnings("unchecked") // only stores of this type are entered under the key
    final @Nullable T find() {
        ContextFrame frame = CurrentFrame.getUnlessEmpty();
        return frame == null ? defaultValue : (T) frame.get(key, defaultValue);
    }

    /** The store that is entered in the frame; null where none is, whatever the default value. */
    @SuppressWarnings("unchecked") // only stores of this type are entered under the key
    final @Nullable T enteredIn(ContextFrame frame) {
        return (T) frame.get(key, null);
    }

    /** Whether there may be stores, entered before an {@link #disable()}, that can no longer be told. */
    final boolean wasDisabled() {
        return disabled;
    }

    /** Without a default to hide, no store and no entry are the same, and no entry is the one that holds nothing. */
    final ContextFrame entering(ContextFrame frame, ContextKey key, @Nullable T store) {
        return store == null && defaultValue == null ? frame.without(key) : frame.with(key, store);
    }

    /**
     * Completes the leaving of what was entered with {@link #entering}, once the slot is back at the outer frame: where
     * anything but that was entered meanwhile, only this storage's entry is to be as it was, and the rest stays. After
     * an {@link #disable()} meanwhile, that is no entry at all.
     */
    final void left(
            AtomicReference<@Nullable ContextFrame> slot,
            ContextKey entered,
            ContextFrame inner,
            @Nullable ContextFrame last) {
        if (last != CurrentFrame.referenceTo(inner)) {
            ContextFrame outer = CurrentFrame.in(slot);
            ContextFrame kept = CurrentFrame.frameOf(last).withEntryOf(entered, outer);
            slot.setPlain(CurrentFrame.referenceTo(key == entered ? kept : kept.withEntryOf(key, outer)));
        }
        if (last != slot.getPlain()) {
            CurrentFrame.changed(slot, last);
        }
    }
}
