// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds what a future is given to call, to where it is given. */
final class FutureCallback {

    private static final String CALLBACK = "FutureCallback";

    private static final String OF_THE_JDKS = CompletableFuture.class.getName() + "$";

    private FutureCallback() {}

    /** Whether this is no function of a user's, but what {@code orTimeout} and the like register with their future. */
    static boolean isOfAFutureItself(@Nullable Object callback) {
        return callback != null && callback.getClass().getName().startsWith(OF_THE_JDKS);
    }

    static <V extends @Nullable Object> Supplier<V> bindTask(Supplier<V> task) {
        ContextRunner context = ContextRunner.capture(PropagatingExecutor.TASK, task);
        return () -> context.<Supplier<V>, V, RuntimeException>once(Supplier::get, task);
    }

    static Supplier<@Nullable Void> bindTask(Runnable task) {
        ContextRunner context = ContextRunner.capture(PropagatingExecutor.TASK, task);
        return () -> context.once(ContextRunner.RUN, task);
    }

    static Runnable bind(Runnable callback) {
        return ContextRunner.capture(CALLBACK, callback).bind(callback);
    }

    static <A extends @Nullable Object> Consumer<A> bindConsumer(Consumer<A> callback) {
        return ContextRunner.capture(CALLBACK, callback).bindConsumer(callback);
    }

    static <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> bindBiConsumer(
            BiConsumer<A, B> callback) {
        return ContextRunner.capture(CALLBACK, callback).bindBiConsumer(callback);
    }

    static <A extends @Nullable Object, V extends @Nullable Object> Function<A, V> bindFunction(
            Function<A, V> callback) {
        return ContextRunner.capture(CALLBACK, callback).bindFunction(callback);
    }

    /** The stage that the function gives, which may be of foreign make, is looked at in the context as well. */
    static <A extends @Nullable Object, V extends @Nullable Object> Function<A, CompletionStage<V>> bindComposition(
            Function<? super A, ? extends CompletionStage<V>> callback) {
        ContextRunner context = ContextRunner.capture(CALLBACK, callback);
        return argument ->
                context
                        .<Function<? super A, ? extends CompletionStage<V>>, A, CompletionStage<V>, RuntimeException>
                                within((bound, given) -> bound.apply(given).toCompletableFuture(), callback, argument);
    }

    static <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback) {
        return ContextRunner.capture(CALLBACK, callback).bindBiFunction(callback);
    }
}
