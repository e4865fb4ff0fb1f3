// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A context with an identity: what an asynchronous operation captures when it starts, to run its callbacks in. Made to
 * be extended.
 *
 * <pre>{@code
 * class Query extends AsyncResource {
 *     Query() {
 *         super("Query"); // the context of whoever makes the query
 *     }
 *
 *     void done(Consumer<Row> callback, Row row) {
 *         runInAsyncScope(() -> callback.accept(row)); // on whatever thread: the callback sees that context
 *         emitDestroy();
 *     }
 * }
 * }</pre>
 *
 * <p>A resource is safe for use by several threads: any number of them may be in its scope at once. It keeps the stores
 * of its context from being collected for as long as it is referred to itself. A type that is empty is refused
 * everywhere, with an {@link IllegalArgumentException}.
 *
 * @apiNote Node: {@code AsyncResource}. Java has no static and instance method of one signature, so {@code bind(fn)} is
 *     the instance's, and the static form always has a type; {@link AsyncLocalStorage#bind(Runnable)} is the static
 *     form without one. There is no receiver argument.
 */
public class AsyncResource extends IdentifiedContext {

    private static final AsyncResource ROOT = new AsyncResource("ROOT", ROOT_ID);

    /** What code belongs to that belongs to no resource, as it hears of the end of one. */
    private static final AsyncResource NOWHERE = new AsyncResource("NOWHERE", 0);

    /**
     * Captures the current context, triggered by the resource in whose scope the calling code runs.
     *
     * @param type tells what kind of operation this is; not empty
     */
    public AsyncResource(String type) {
        this(type, Options.defaults());
    }

    /**
     * Captures the current context.
     *
     * @param type tells what kind of operation this is; not empty
     * @param options what differs from the defaults
     * @apiNote Node: {@code new AsyncResource(type, options)}. Node refuses an empty type only while an init hook is
     *     enabled; here it always is.
     */
    @SuppressWarnings("this-escape") // hooks are told that the subclass is not complete
    public AsyncResource(String type, Options options) {
        super(
                type,
                options.triggerAsyncId == null ? AsyncHooks.executionAsyncId() : options.triggerAsyncId,
                options.requireManualDestroy);
        EnabledHooks.init(this);
    }

    /** A resource of the library's own, which nothing has caused, in the context that holds nothing else. */
    private AsyncResource(String type, long asyncId) {
        super(type, asyncId);
    }

    static Snapshot nowhere() {
        return NOWHERE.frame();
    }

    static AsyncResource current() {
        return (AsyncResource) Objects.requireNonNull(CurrentFrame.get().get(KEY, ROOT));
    }

    /**
     * Runs the callback in the scope of this resource, on the calling thread: in its context and with its id. However
     * the callback ends, the caller's whole context and id are back afterwards. What is entered inside changes neither
     * this resource nor the caller. Allowed while the resource is entered already, and after {@link #emitDestroy()}.
     *
     * @param callback what to run; what it throws leaves as the same object
     * @apiNote Node: {@code asyncResource.runInAsyncScope(fn)}.
     */
    public final void runInAsyncScope(Runnable callback) {
        within(callback);
    }

    /**
     * Runs the callback in the scope of this resource, like {@link #runInAsyncScope(Runnable)}.
     *
     * @param callback what to run
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @return what the callback returned
     * @throws X what the callback threw
     */
    public final <R extends @Nullable Object, X extends Throwable> R runInAsyncScope(
            ThrowingSupplier<? extends R, ? extends X> callback) throws X {
        return this.<R, X>within(callback);
    }

    /**
     * Runs the callback in the scope of this resource, like {@link #runInAsyncScope(Runnable)}, with an argument.
     *
     * @param callback what to run
     * @param argument what the callback gets
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @return what the callback returned
     * @throws X what the callback threw
     */
    public final <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> R runInAsyncScope(
            ThrowingFunction<? super A, ? extends R, ? extends X> callback, A argument) throws X {
        return this.<A, R, X>within(callback, argument);
    }

    /**
     * Runs the callback in the scope of this resource, like {@link #runInAsyncScope(Runnable)}, with two arguments.
     *
     * @param callback what to run
     * @param first the first argument
     * @param second the second argument
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @return what the callback returned
     * @throws X what the callback threw
     */
    public final <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    R extends @Nullable Object,
                    X extends Throwable>
            R runInAsyncScope(
                    ThrowingBiFunction<? super A, ? super B, ? extends R, ? extends X> callback, A first, B second)
                    throws X {
        return this.<A, B, R, X>within(callback, first, second);
    }

    /**
     * Says that the operation has ended and this resource is no longer needed, and has the destroy hooks that are
     * enabled called before it returns. To be called once. A resource that is collected without it has them called
     * then, if one was enabled when it was made and it does not {@linkplain Options#requireManualDestroy require}
     * otherwise.
     *
     * @return this resource
     * @throws IllegalStateException if it was called before; nothing has changed then
     * @apiNote Node: {@code asyncResource.emitDestroy()}. There, a second call goes through, against its documentation.
     */
    public final AsyncResource emitDestroy() {
        if (this == ROOT || this == NOWHERE) {
            throw new IllegalStateException("The root, to which code in no resource belongs, is never destroyed.");
        }
        if (!end()) {
            throw new IllegalStateException(
                    this + " was destroyed before. Call emitDestroy() once, when its operation has ended.");
        }
        return this;
    }

    /** {@return the id of this resource, which no other has, greater than that of any resource made before} */
    public final long asyncId() {
        return asyncId;
    }

    /** {@return the id of what caused it: the one that was given, or that of the resource in which it was made} */
    public final long triggerAsyncId() {
        return triggerAsyncId;
    }

    /** {@return the type that the resource was made with} */
    public final String type() {
        return type;
    }

    /**
     * {@return the runnable, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     */
    public static Runnable bind(Runnable callback, String type) {
        return of(type, callback).bind(callback);
    }

    /**
     * {@return the callable, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     * @param <V> the type of the result
     */
    public static <V extends @Nullable Object> Callable<V> bind(Callable<V> callback, String type) {
        return of(type, callback).bind(callback);
    }

    /**
     * {@return the supplier, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     * @param <V> the type of the result
     */
    public static <V extends @Nullable Object> Supplier<V> bindSupplier(Supplier<V> callback, String type) {
        return of(type, callback).bindSupplier(callback);
    }

    /**
     * {@return the consumer, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     * @param <A> the type of the argument
     */
    public static <A extends @Nullable Object> Consumer<A> bindConsumer(Consumer<A> callback, String type) {
        return of(type, callback).bindConsumer(callback);
    }

    /**
     * {@return the function, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     * @param <A> the type of the argument
     * @param <V> the type of the result
     */
    public static <A extends @Nullable Object, V extends @Nullable Object> Function<A, V> bindFunction(
            Function<A, V> callback, String type) {
        return of(type, callback).bindFunction(callback);
    }

    /**
     * {@return the two-argument consumer, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     */
    public static <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> bindBiConsumer(
            BiConsumer<A, B> callback, String type) {
        return of(type, callback).bindBiConsumer(callback);
    }

    /**
     * {@return the two-argument function, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <V> the type of the result
     */
    public static <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback, String type) {
        return of(type, callback).bindBiFunction(callback);
    }

    /**
     * {@return the predicate, bound to a new resource of this type}
     *
     * @param callback what to bind
     * @param type the type of the resource; not empty
     * @param <A> the type of the argument
     */
    public static <A extends @Nullable Object> Predicate<A> bindPredicate(Predicate<A> callback, String type) {
        return of(type, callback).bindPredicate(callback);
    }

    /**
     * {@return an implementation of the interface, bound to a new resource of this type}
     *
     * @param interfaceType the interface
     * @param target what to bind
     * @param type the type of the resource; not empty
     * @param <I> the interface
     * @throws IllegalArgumentException if the interface is none that can be implemented
     */
    public static <I> I bind(Class<I> interfaceType, I target, String type) {
        return of(type, BoundProxy.checked(interfaceType, target)).bind(interfaceType, target);
    }

    /** A resource to bind the callback to, which no hook hears of if there is no callback. */
    private static AsyncResource of(String type, Object callback) {
        Objects.requireNonNull(callback, "callback");
        return new AsyncResource(type);
    }

    /** What may differ from the defaults when a resource is made. Immutable. */
    public static final class Options {

        private static final Options DEFAULTS = new Options(null, false);

        private final @Nullable Long triggerAsyncId;

        private final boolean requireManualDestroy;

        private Options(@Nullable Long triggerAsyncId, boolean requireManualDestroy) {
            this.triggerAsyncId = triggerAsyncId;
            this.requireManualDestroy = requireManualDestroy;
        }

        /** {@return the defaults: triggered by the resource in whose scope it is made, destroyed on collection} */
        public static Options defaults() {
            return DEFAULTS;
        }

        /**
         * {@return these options with the id of what causes the resource}
         *
         * @param triggerAsyncId -1 or more; neither -1 nor 0 means the default
         * @throws IllegalArgumentException if it is less than -1
         */
        public Options triggerAsyncId(long triggerAsyncId) {
            if (triggerAsyncId < -1) {
                throw new IllegalArgumentException("triggerAsyncId is " + triggerAsyncId + "; it has to be -1 or more,"
                        + " or left out for the current execution id.");
            }
            return new Options(triggerAsyncId, requireManualDestroy);
        }

        /**
         * {@return these options with or without destruction on collection}
         *
         * @param requireManualDestroy whether destroy hooks hear of the resource from {@link
         *     AsyncResource#emitDestroy()} only, and not when it is collected
         */
        public Options requireManualDestroy(boolean requireManualDestroy) {
            return new Options(triggerAsyncId, requireManualDestroy);
        }
    }
}
