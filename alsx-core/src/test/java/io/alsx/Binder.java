// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One owner of the {@code bind…} family, so that one contract serves them all. */
interface Binder {

    Runnable bind(Runnable callback);

    <V> Callable<V> bind(Callable<V> callback);

    <V> Supplier<V> bindSupplier(Supplier<V> callback);

    <A> Consumer<A> bindConsumer(Consumer<A> callback);

    <A, V> Function<A, V> bindFunction(Function<A, V> callback);

    <A, B> BiConsumer<A, B> bindBiConsumer(BiConsumer<A, B> callback);

    <A, B, V> BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback);

    <A> Predicate<A> bindPredicate(Predicate<A> callback);

    <I> I bind(Class<I> type, I target);

    /** The static methods of {@link AsyncLocalStorage}. */
    record OfStorages() implements Binder {

        @Override
        public Runnable bind(Runnable callback) {
            return AsyncLocalStorage.bind(callback);
        }

        @Override
        public <V> Callable<V> bind(Callable<V> callback) {
            return AsyncLocalStorage.bind(callback);
        }

        @Override
        public <V> Supplier<V> bindSupplier(Supplier<V> callback) {
            return AsyncLocalStorage.bindSupplier(callback);
        }

        @Override
        public <A> Consumer<A> bindConsumer(Consumer<A> callback) {
            return AsyncLocalStorage.bindConsumer(callback);
        }

        @Override
        public <A, V> Function<A, V> bindFunction(Function<A, V> callback) {
            return AsyncLocalStorage.bindFunction(callback);
        }

        @Override
        public <A, B> BiConsumer<A, B> bindBiConsumer(BiConsumer<A, B> callback) {
            return AsyncLocalStorage.bindBiConsumer(callback);
        }

        @Override
        public <A, B, V> BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback) {
            return AsyncLocalStorage.bindBiFunction(callback);
        }

        @Override
        public <A> Predicate<A> bindPredicate(Predicate<A> callback) {
            return AsyncLocalStorage.bindPredicate(callback);
        }

        @Override
        public <I> I bind(Class<I> type, I target) {
            return AsyncLocalStorage.bind(type, target);
        }
    }

    /** The methods of a {@link Snapshot} or an {@link AsyncResource}. */
    record OfInstance(ContextRunner runner) implements Binder {

        @Override
        public Runnable bind(Runnable callback) {
            return runner.bind(callback);
        }

        @Override
        public <V> Callable<V> bind(Callable<V> callback) {
            return runner.bind(callback);
        }

        @Override
        public <V> Supplier<V> bindSupplier(Supplier<V> callback) {
            return runner.bindSupplier(callback);
        }

        @Override
        public <A> Consumer<A> bindConsumer(Consumer<A> callback) {
            return runner.bindConsumer(callback);
        }

        @Override
        public <A, V> Function<A, V> bindFunction(Function<A, V> callback) {
            return runner.bindFunction(callback);
        }

        @Override
        public <A, B> BiConsumer<A, B> bindBiConsumer(BiConsumer<A, B> callback) {
            return runner.bindBiConsumer(callback);
        }

        @Override
        public <A, B, V> BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback) {
            return runner.bindBiFunction(callback);
        }

        @Override
        public <A> Predicate<A> bindPredicate(Predicate<A> callback) {
            return runner.bindPredicate(callback);
        }

        @Override
        public <I> I bind(Class<I> type, I target) {
            return runner.bind(type, target);
        }
    }

    /** The static methods of {@link AsyncResource}, which take a type. */
    record OfNewResource(String type) implements Binder {

        @Override
        public Runnable bind(Runnable callback) {
            return AsyncResource.bind(callback, type);
        }

        @Override
        public <V> Callable<V> bind(Callable<V> callback) {
            return AsyncResource.bind(callback, type);
        }

        @Override
        public <V> Supplier<V> bindSupplier(Supplier<V> callback) {
            return AsyncResource.bindSupplier(callback, type);
        }

        @Override
        public <A> Consumer<A> bindConsumer(Consumer<A> callback) {
            return AsyncResource.bindConsumer(callback, type);
        }

        @Override
        public <A, V> Function<A, V> bindFunction(Function<A, V> callback) {
            return AsyncResource.bindFunction(callback, type);
        }

        @Override
        public <A, B> BiConsumer<A, B> bindBiConsumer(BiConsumer<A, B> callback) {
            return AsyncResource.bindBiConsumer(callback, type);
        }

        @Override
        public <A, B, V> BiFunction<A, B, V> bindBiFunction(BiFunction<A, B, V> callback) {
            return AsyncResource.bindBiFunction(callback, type);
        }

        @Override
        public <A> Predicate<A> bindPredicate(Predicate<A> callback) {
            return AsyncResource.bindPredicate(callback, type);
        }

        @Override
        public <I> I bind(Class<I> interfaceType, I target) {
            return AsyncResource.bind(interfaceType, target, type);
        }
    }
}
