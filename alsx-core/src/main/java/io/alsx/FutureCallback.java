// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds what a future is given to call, to where it is given. */
final class FutureCallback {

    private static final String TASK = "ExecutorTask";

    private static final String CALLBACK = "FutureCallback";

    private FutureCallback() {}

    static <V extends @Nullable Object> Supplier<V> bindTask(Supplier<V> task) {
        return ContextRunner.capture(TASK, task).bindSupplier(task);
    }

    static Supplier<@Nullable Void> bindTask(Runnable task) {
        ContextRunner context = ContextRunner.capture(TASK, task);
        return () -> {
            context.within(task);
            return null;
        };
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

    static <A extends @Nullable Object, B extends @Nullable Object, V extends @Nullable Object>
            BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback) {
        return ContextRunner.capture(CALLBACK, callback).bindBiFunction(callback);
    }
}
