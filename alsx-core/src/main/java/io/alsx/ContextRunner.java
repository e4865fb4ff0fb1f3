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

/** What runs code in a context: the {@code bind…} family of {@link Snapshot} and {@link AsyncResource}. */
abstract class ContextRunner {

    /** Makes the form with an argument serve for the one without; a constant, so that it costs nothing. */
    static final ThrowingFunction<Runnable, @Nullable Void, RuntimeException> RUN = callback -> {
        callback.run();
        return null;
    };

    private static final ThrowingFunction<ThrowingSupplier<?, ?>, @Nullable Object, Throwable> GET =
            ThrowingSupplier::get;

    ContextRunner() {}

    /** Like {@link #RUN}, for a result. */
    @SuppressWarnings("unchecked") // it returns what the supplier returns, and throws what it throws
    static <R extends @Nullable Object, X extends Throwable>
            ThrowingFunction<ThrowingSupplier<? extends R, ? extends X>, R, X> get() {
        return (ThrowingFunction<ThrowingSupplier<? extends R, ? extends X>, R, X>) (ThrowingFunction<?, ?, ?>) GET;
    }

    /**
     * What to run a callback in that is captured here and now: the current context or, while a hook is enabled, a
     * resource of its own, which no hook hears of if there is no callback.
     */
    static ContextRunner capture(String type, Object callback) {
        Objects.requireNonNull(callback, "callback");
        return EnabledHooks.isEmpty() ? CurrentFrame.get() : new AsyncResource(type);
    }

    /** The context to run in. */
    abstract ContextFrame frame();

    /** Called in the context, before what runs in it. */
    void before() {}

    /** Called in the context, after what ran in it, however that ended. */
    void after() {}

    /** Ends it, as nothing is to run in it again. Whether this call did: an executor may run a task twice. */
    boolean end() {
        return false;
    }

    /**
     * {@return a runnable that runs the callback in this context, whenever and wherever it is called, any number of
     * times, also by several threads at once}
     *
     * @param callback what to bind
     */
    public Runnable bind(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        return () -> within(callback);
    }

    /**
     * {@return a callable that runs the callback in this context}
     *
     * @param callback what to bind
     * @param <V> the type of the result
     */
    public <V extends @Nullable Object> Callable<V> bind(Callable<V> callback) {
        Objects.requireNonNull(callback, "callback");
        return () -> this.<Callable<V>, V, Exception>within(Callable::call, callback);
    }

    /**
     * {@return a supplier that runs the callback in this context}
     *
     * @param callback what to bind
     * @param <V> the type of the result
     */
    public <V extends @Nullable Object> Supplier<V> bindSupplier(Supplier<V> callback) {
        Objects.requireNonNull(callback, "callback");
        return () -> this.<Supplier<V>, V, RuntimeException>within(Supplier::get, callback);
    }

    /**
     * {@return a consumer that runs the callback in this context}
     *
     * @param callback what to bind
     * @param <A> the type of the argument
     */
    public <A extends @Nullable Object> Consumer<A> bindConsumer(Consumer<A> callback) {
        Objects.requireNonNull(callback, "callback");
        return argument -> this.<Consumer<A>, A, @Nullable Void, RuntimeException>within(
                (bound, given) -> {
                    bound.accept(given);
                    return null;
                },
                callback,
                argument);
    }

    /**
     * {@return a function that runs the callback in this context}
     *
     * @param callback what to bind
     * @param <A> the type of the argument
     * @param <V> the type of the result
     */
    public <A extends @Nullable Object, V extends @Nullable Object> Function<A, V> bindFunction(
            Function<A, V> callback) {
        Objects.requireNonNull(callback, "callback");
        return argument -> this.<Function<A, V>, A, V, RuntimeException>within(Function::apply, callback, argument);
    }

    /**
     * {@return a two-argument consumer that runs the callback in this context}
     *
     * @param callback what to bind
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     */
    public <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> bindBiConsumer(
            BiConsumer<A, B> callback) {
        Objects.requireNonNull(callback, "callback");
        return (first, second) -> within(() -> callback.accept(first, second));
    }

    /**
     * {@return a two-argument function that runs the callback in this context}
     *
     * @param callback what to bind
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <V> the type of the result
     */
    public <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback) {
        Objects.requireNonNull(callback, "callback");
        return (first, second) -> this.<V, RuntimeException>within(() -> callback.apply(first, second));
    }

    /**
     * {@return a predicate that runs the callback in this context}
     *
     * @param callback what to bind
     * @param <A> the type of the argument
     */
    public <A extends @Nullable Object> Predicate<A> bindPredicate(Predicate<A> callback) {
        Objects.requireNonNull(callback, "callback");
        return argument -> this.<Predicate<A>, A, Boolean, RuntimeException>within(Predicate::test, callback, argument);
    }

    /**
     * Binds every method of an interface, {@code default} ones included, to this context.
     *
     * <p>Two bound objects are equal if they bind equal targets, as the same interface, to the same context, so that a
     * listener can be taken off with another object bound alike; {@code hashCode} and {@code toString} are the
     * target's, and are called in the caller's context.
     *
     * @param type the interface
     * @param target what to bind
     * @param <I> the interface
     * @return an implementation whose methods run the target's in this context and throw what they throw; only a
     *     checked exception that the interface does not declare comes as an {@link
     *     java.lang.reflect.UndeclaredThrowableException}
     * @throws IllegalArgumentException if the type is not an interface, or not one that can be implemented, or not one
     *     whose module lets this one call it
     */
    public <I> I bind(Class<I> type, I target) {
        return BoundProxy.of(this, type, target);
    }

    /** Like {@link #within(ThrowingFunction, Object)}, for what runs once: this context ends with it. */
    final <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> R once(
            ThrowingFunction<? super A, ? extends R, ? extends X> callback, A argument) throws X {
        try {
            return this.<A, R, X>within(callback, argument);
        } finally {
            end();
        }
    }

    final void within(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        this.<Runnable, @Nullable Void, @Nullable Void, RuntimeException>within(
                (bound, none) -> {
                    bound.run();
                    return null;
                },
                callback,
                null);
    }

    final <R extends @Nullable Object, X extends Throwable> R within(
            ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        Objects.requireNonNull(callback, "callback");
        return this.<ThrowingSupplier<? extends R, ? extends X>, @Nullable Void, R, X>within(
                (bound, none) -> bound.get(), callback, null);
    }

    final <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> R within(
            ThrowingFunction<? super A, ? extends R, ? extends X> callback, A argument) throws X {
        Objects.requireNonNull(callback, "callback");
        return this.<ThrowingFunction<? super A, ? extends R, ? extends X>, A, R, X>within(
                ThrowingFunction::apply, callback, argument);
    }

    final <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object, X extends Throwable>
            R within(ThrowingBiFunction<? super A, ? super B, ? extends R, ? extends X> callback, A first, B second)
                    throws X {
        Objects.requireNonNull(callback, "callback");
        AtomicReference<@Nullable ContextFrame> slot = CurrentFrame.slot();
        ContextFrame outer = slot.getPlain();
        try {
            CurrentFrame.set(slot, frame());
            before();
            try {
                return callback.apply(first, second);
            } finally {
                after();
            }
        } finally {
            // No call of ours before the slot is right: after a stack overflow there may be no room for one.
            ContextFrame last = slot.getPlain();
            if (last != outer) {
                slot.setPlain(outer);
                CurrentFrame.changed(slot, last);
            }
        }
    }
}
