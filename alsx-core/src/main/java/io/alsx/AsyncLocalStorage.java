// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A storage whose store follows the work that code causes: set once, it is there in everything that is started from
 * there, on whatever thread that runs.
 *
 * <pre>{@code
 * static final AsyncLocalStorage<String> REQUEST_ID = AsyncLocalStorage.named("requestId");
 *
 * REQUEST_ID.run("abc", () -> {
 *     REQUEST_ID.getStore();                                    // "abc"
 *     executor.execute(AsyncLocalStorage.bind(this::onWorker)); // there, too
 * });
 * REQUEST_ID.getStore();                                        // null
 * }</pre>
 *
 * <p>Storages are independent: what is entered in one never changes another. A store may be any object; a null store
 * means "no store" and hides an outer store and the default value. All methods may be called by any number of threads
 * at once; what they enter, they enter on the calling thread.
 *
 * <p>A storage is collectable once nothing refers to it, and a store once no context, current or captured, holds it.
 * Neither needs {@link #disable()}.
 *
 * @apiNote Node: {@code AsyncLocalStorage}. There, {@code run} with the store that is already current opens no level;
 *     here it always does, and always restores.
 * @implNote {@link #getStore()} and {@link #snapshot()} allocate nothing, {@code run} one object of 24 bytes, every
 *     eighth storage that is entered one of 32. Leaving a storage out, as {@code exit} does, among more than eight that
 *     are entered copies their table.
 * @param <T> the type of the store
 */
public final class AsyncLocalStorage<T> {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<AsyncLocalStorage, ContextKey> KEY =
            AtomicReferenceFieldUpdater.newUpdater(AsyncLocalStorage.class, ContextKey.class, "key");

    private final String name;

    private final @Nullable T defaultValue;

    /** Replaced by {@link #disable()}: entries under an older key are never found again. */
    private volatile ContextKey key = new ContextKey();

    private volatile boolean disabled;

    /** Makes a storage without a name and without a default value. */
    public AsyncLocalStorage() {
        this("", null);
    }

    private AsyncLocalStorage(String name, @Nullable T defaultValue) {
        this.name = name;
        this.defaultValue = defaultValue;
    }

    /**
     * Makes a storage without a default value.
     *
     * @param name tells storages apart in messages; need not be unique
     * @param <T> the type of the store
     * @return the storage
     */
    public static <T> AsyncLocalStorage<T> named(String name) {
        return AsyncLocalStorage.<T>builder().name(name).build();
    }

    /**
     * Starts the making of a storage with a name or a default value.
     *
     * @param <T> the type of the store
     * @return a builder without either
     * @apiNote Node: the options of {@code new AsyncLocalStorage({ name, defaultValue })}.
     */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * The name that the storage was made with.
     *
     * @return the name, empty where none was given
     */
    public String name() {
        return name;
    }

    /**
     * The store of the innermost {@code run}, {@link #withScope} or {@link #enterWith} of this storage in the current
     * context. Never fails, unless a hook wants it to where there is {@linkplain AsyncHooks.Callbacks#missing none}.
     *
     * @return the store; the default value, or null without one, where nothing was entered; null where null was
     */
    public @Nullable T getStore() {
        T store = find();
        if (store == null) {
            EnabledHooks.missing(this);
        }
        return store;
    }

    /**
     * The store, like {@link #getStore()}, for code that cannot do without one.
     *
     * @return the store
     * @throws IllegalStateException where there is none; the message names the storage and the thread and says what
     *     usually loses a store
     */
    public T requireStore() {
        T store = getStore();
        if (store == null) {
            throw new IllegalStateException(this + " has no store on thread '"
                    + Thread.currentThread().getName() + "'. Either nothing entered one, or it was lost on the way to"
                    + " this thread: hand work over through AsyncLocalStorage.bind(...), a Snapshot or an"
                    + " AsyncResource that is taken where the store is present.");
        }
        return store;
    }

    /**
     * Runs the callback on the calling thread with this store, which is also there in everything that the callback
     * causes. However the callback ends, this storage has its previous store back afterwards; what another storage
     * entered with {@link #enterWith} meanwhile stays.
     *
     * <p>What the callback throws leaves as the same object.
     *
     * @param store the store, or null for none
     * @param callback what to run
     * @apiNote Node: {@code asyncLocalStorage.run(store, callback)}.
     */
    public void run(@Nullable T store, Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        run(store, ContextRunner.RUN, callback);
    }

    /**
     * Runs the callback with this store, like {@link #run(Object, Runnable)}, and returns what it returns.
     *
     * <p>Code without a result that throws a checked exception has no form of its own, as lambdas could not tell it from
     * a {@code Runnable}: return null, or use {@link #withScope}.
     *
     * @param store the store, or null for none
     * @param callback what to run
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @return what the callback returned
     * @throws X what the callback threw
     */
    public <R extends @Nullable Object, X extends Throwable> R run(
            @Nullable T store, ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        Objects.requireNonNull(callback, "callback");
        return run(store, ContextRunner.<R, X>get(), callback);
    }

    /**
     * Runs the callback with this store, like {@link #run(Object, Runnable)}, and hands it an argument, so that the
     * callback need not capture one.
     *
     * @param store the store, or null for none
     * @param callback what to run
     * @param argument what the callback gets
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @return what the callback returned
     * @throws X what the callback threw
     * @apiNote Node: {@code asyncLocalStorage.run(store, callback, ...args)}.
     */
    public <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> R run(
            @Nullable T store, ThrowingFunction<? super A, ? extends R, ? extends X> callback, A argument) throws X {
        Objects.requireNonNull(callback, "callback");
        AtomicReference<@Nullable ContextFrame> slot = CurrentFrame.slot();
        ContextKey entered = key;
        ContextFrame outer = slot.getPlain();
        ContextFrame inner = entering(CurrentFrame.frameOf(outer), entered, store);
        try {
            CurrentFrame.set(slot, inner);
            return callback.apply(argument);
        } finally {
            // No call of ours before the slot is right: after a stack overflow there may be no room for one.
            ContextFrame last = slot.getPlain();
            if (last != outer) {
                slot.setPlain(outer);
                left(slot, entered, inner, last);
            }
        }
    }

    /**
     * Runs the callback without a store: {@code run(null, callback)}.
     *
     * @param callback what to run
     * @apiNote Node: {@code asyncLocalStorage.exit(callback)}. It hides a default value as well.
     */
    public void exit(Runnable callback) {
        run(null, callback);
    }

    /**
     * {@return what the callback returned, run without a store: {@code run(null, callback)}}
     *
     * @param callback what to run
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @throws X what the callback threw
     */
    public <R extends @Nullable Object, X extends Throwable> R exit(ThrowingSupplier<? extends R, ? extends X> callback)
            throws X {
        return this.<R, X>run(null, callback);
    }

    /**
     * {@return what the callback returned, run without a store: {@code run(null, callback, argument)}}
     *
     * @param callback what to run
     * @param argument what the callback gets
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @throws X what the callback threw
     */
    public <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> R exit(
            ThrowingFunction<? super A, ? extends R, ? extends X> callback, A argument) throws X {
        return this.<A, R, X>run(null, callback, argument);
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
        EnabledHooks.entered(this);
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
        CurrentFrame.set(slot, inner);
        return new ThreadScope(slot) {
            @Override
            void restore(AtomicReference<@Nullable ContextFrame> slot) {
                ContextFrame last = slot.getPlain();
                slot.setPlain(CurrentFrame.referenceTo(outer));
                left(slot, entered, inner, last);
            }
        };
    }

    /**
     * Ends every context of this storage, current or captured, on every thread and for good: {@link #getStore()} gives
     * null, or the default value, until the next {@code run}, {@link #enterWith} or {@link #withScope}, which affects
     * only itself and what it causes. May be called at any time, any number of times. Other storages keep theirs.
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
     * context, by whatever means. It is called on that thread, after the change, with the previous store and the present
     * one, each of which is null where none is entered, whatever the default value, so that it can keep something that
     * belongs to the thread in step with the store, as a logging context. It should be quick. A context that it enters and
     * does not leave is taken back, and the thread's uncaught-exception handler is told, as it is of what it throws.
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
        CurrentFrame.addListener(new StoreListener<>(this, Objects.requireNonNull(listener, "listener")));
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

    /**
     * Captures the current context, of all storages.
     *
     * @return the context, to run any number of functions in, on any thread
     * @apiNote Node: the static {@code AsyncLocalStorage.snapshot()}, whose result is a function; here it is an object
     *     with {@code run} methods.
     * @implNote One read, whatever the number of storages; allocates nothing.
     */
    public static Snapshot snapshot() {
        return CurrentFrame.get();
    }

    /**
     * {@return the runnable, bound to the current context: {@code snapshot().bind(callback)}}
     *
     * @param callback what to bind
     */
    public static Runnable bind(Runnable callback) {
        return ContextRunner.capture("bound", callback).bind(callback);
    }

    /**
     * {@return the callable, bound to the current context: {@code snapshot().bind(callback)}}
     *
     * @param callback what to bind
     * @param <V> the type of the result
     */
    public static <V extends @Nullable Object> Callable<V> bind(Callable<V> callback) {
        return ContextRunner.capture("bound", callback).bind(callback);
    }

    /**
     * {@return the supplier, bound to the current context: {@code snapshot().bindSupplier(callback)}}
     *
     * @param callback what to bind
     * @param <V> the type of the result
     */
    public static <V extends @Nullable Object> Supplier<V> bindSupplier(Supplier<V> callback) {
        return ContextRunner.capture("bound", callback).bindSupplier(callback);
    }

    /**
     * {@return the consumer, bound to the current context: {@code snapshot().bindConsumer(callback)}}
     *
     * @param callback what to bind
     * @param <A> the type of the argument
     */
    public static <A extends @Nullable Object> Consumer<A> bindConsumer(Consumer<A> callback) {
        return ContextRunner.capture("bound", callback).bindConsumer(callback);
    }

    /**
     * {@return the function, bound to the current context: {@code snapshot().bindFunction(callback)}}
     *
     * @param callback what to bind
     * @param <A> the type of the argument
     * @param <V> the type of the result
     */
    public static <A extends @Nullable Object, V extends @Nullable Object> Function<A, V> bindFunction(
            Function<A, V> callback) {
        return ContextRunner.capture("bound", callback).bindFunction(callback);
    }

    /**
     * {@return the two-argument consumer, bound to the current context: {@code snapshot().bindBiConsumer(callback)}}
     *
     * @param callback what to bind
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     */
    public static <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> bindBiConsumer(
            BiConsumer<A, B> callback) {
        return ContextRunner.capture("bound", callback).bindBiConsumer(callback);
    }

    /**
     * {@return the two-argument function, bound to the current context: {@code snapshot().bindBiFunction(callback)}}
     *
     * @param callback what to bind
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <V> the type of the result
     */
    public static <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback) {
        return ContextRunner.capture("bound", callback).bindBiFunction(callback);
    }

    /**
     * {@return the predicate, bound to the current context: {@code snapshot().bindPredicate(callback)}}
     *
     * @param callback what to bind
     * @param <A> the type of the argument
     */
    public static <A extends @Nullable Object> Predicate<A> bindPredicate(Predicate<A> callback) {
        return ContextRunner.capture("bound", callback).bindPredicate(callback);
    }

    /**
     * Binds every method of an interface to the current context: {@code snapshot().bind(type, target)}.
     *
     * @param type the interface
     * @param target what to bind
     * @param <I> the interface
     * @return an implementation whose methods run the target's in the context of now
     * @throws IllegalArgumentException if the type is not an interface, or not one that can be implemented
     */
    public static <I> I bind(Class<I> type, I target) {
        return ContextRunner.capture("bound", BoundProxy.checked(type, target)).bind(type, target);
    }

    /**
     * For messages.
     *
     * @return the class name and, where there is one, the name; never a store
     */
    @Override
    public String toString() {
        return name.isEmpty() ? "AsyncLocalStorage" : "AsyncLocalStorage '" + name + "'";
    }

    /** Whether there may be stores, entered before a {@link #disable()}, that can no longer be told. */
    boolean wasDisabled() {
        return disabled;
    }

    @SuppressWarnings("unchecked") // only stores of this type are entered under the key
    private @Nullable T find() {
        ContextFrame frame = CurrentFrame.getUnlessEmpty();
        return frame == null ? defaultValue : (T) frame.get(key, defaultValue);
    }

    /** The store that is entered in the frame; null where none is, whatever the default value. */
    @SuppressWarnings("unchecked") // only stores of this type are entered under the key
    @Nullable
    T enteredIn(ContextFrame frame) {
        return (T) frame.get(key, null);
    }

    /** Without a default to hide, no store and no entry are the same, and no entry is the one that holds nothing. */
    private ContextFrame entering(ContextFrame frame, ContextKey key, @Nullable T store) {
        return store == null && defaultValue == null ? frame.without(key) : frame.with(key, store);
    }

    /**
     * Completes the leaving of what was entered with {@link #entering}, once the slot is back at the outer frame: where
     * anything but that was entered meanwhile, only this storage's entry is to be as it was, and the rest stays. After a
     * {@link #disable()} meanwhile, that is no entry at all.
     */
    private void left(
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

    /**
     * Makes a storage with a name, a default value or both. Not for use by several threads at once.
     *
     * @param <T> the type of the store
     */
    public static final class Builder<T> {

        private String name = "";

        private @Nullable T defaultValue;

        private Builder() {}

        /**
         * Sets the name, which tells storages apart in messages.
         *
         * @param name need not be unique
         * @return this builder
         */
        public Builder<T> name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets what {@link AsyncLocalStorage#getStore()} gives where nothing was entered.
         *
         * @param defaultValue the value, or null for none
         * @return this builder
         */
        public Builder<T> defaultValue(@Nullable T defaultValue) {
            this.defaultValue = defaultValue;
            return this;
        }

        /**
         * Makes the storage. Each call makes another one.
         *
         * @return the storage
         */
        public AsyncLocalStorage<T> build() {
            return new AsyncLocalStorage<>(name, defaultValue);
        }
    }
}
