// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
 * <p>A storage is collectable once nothing refers to it, and a store once no context holds it, without a call.
 *
 * @apiNote Node: {@code AsyncLocalStorage}. There, {@code run} with the store that is already current opens no level;
 *     here it always does, and always restores.
 * @implNote {@link #getStore()} and {@link #snapshot()} allocate nothing, {@code run} one object of 24 bytes, every
 *     eighth storage that is entered one of 32; {@code exit} among more than eight storages copies their table.
 * @param <T> the type of the store
 */
public final class AsyncLocalStorage<T> extends StorageEntry<T> {

    /** Makes a storage without a name and without a default value. */
    public AsyncLocalStorage() {
        this("", null);
    }

    private AsyncLocalStorage(String name, @Nullable T defaultValue) {
        super(name, defaultValue);
    }

    /**
     * {@return a storage without a default value}
     *
     * @param name tells storages apart in messages; need not be unique
     * @param <T> the type of the store
     */
    public static <T> AsyncLocalStorage<T> named(String name) {
        return AsyncLocalStorage.<T>builder().name(name).build();
    }

    /**
     * {@return a builder of a storage, without a name and a default value yet}
     *
     * @param <T> the type of the store
     * @apiNote Node: the options of {@code new AsyncLocalStorage({ name, defaultValue })}.
     */
    public static <T> Builder<T> builder() {
        return new Builder<>();
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
     * {@return the store, like {@link #getStore()}, for code that cannot do without one}
     *
     * @throws IllegalStateException where there is none; tells the storage, the thread and what usually loses a store
     */
    public T requireStore() {
        T store = getStore();
        if (store == null) {
            throw noStore();
        }
        return store;
    }

    /**
     * Runs the callback on the calling thread with this store, which is also there in everything that the callback
     * causes. However the callback ends, this storage has its previous store back afterwards; what another storage
     * entered with {@link #enterWith} meanwhile stays. What the callback throws leaves as the same object.
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
     * Runs the callback with this store, like {@link #run(Object, Runnable)}, and returns what it returns. Code without
     * a result that throws a checked exception has no form of its own, as lambdas could not tell it from a {@code
     * Runnable}: return null, or use {@link #withScope}.
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
     * Runs the callback with this store, like {@link #run(Object, Runnable)}, and hands it an argument.
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
     * {@return the current context, of all storages, captured to run any number of functions in, on any thread}
     *
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
     * {@return the target, each method bound to the current context: {@code snapshot().bind(type, target)}}
     *
     * @param type the interface
     * @param target what to bind
     * @param <I> the interface
     * @throws IllegalArgumentException if the type is not an interface, or not one that can be implemented
     */
    public static <I> I bind(Class<I> type, I target) {
        return BoundProxy.here("bound", type, target);
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
         * {@return this builder, with a name, which tells storages apart in messages}
         *
         * @param name need not be unique
         */
        public Builder<T> name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * {@return this builder, with what {@link AsyncLocalStorage#getStore()} gives where nothing was entered}
         *
         * @param defaultValue the value, or null for none
         */
        public Builder<T> defaultValue(@Nullable T defaultValue) {
            this.defaultValue = defaultValue;
            return this;
        }

        /** {@return the storage; with each call another one} */
        public AsyncLocalStorage<T> build() {
            return new AsyncLocalStorage<>(name, defaultValue);
        }
    }
}
