// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link CompletableFuture}s whose functions see the context of the code that hands them over: the context of
 * the call of {@code thenApply}, not that of whoever completes the future, nor that of the thread it happens to run on.
 *
 * <pre>{@code
 * CompletableFuture<User> user = ContextFutures.follow(client.fetchUser(id)); // or supplyAsync, newFuture, ...
 *
 * REQUEST_ID.run("abc", () -> user.thenAccept(found -> REQUEST_ID.getStore())); // "abc", now or later
 * }</pre>
 *
 * <p>This holds for every method of {@link CompletableFuture} and {@link CompletionStage} that takes a function, for
 * futures that are complete already and for those that are not, and for all futures and stages that these methods
 * return, {@code copy()} and {@code minimalCompletionStage()} included. A function runs in its whole context, also if
 * that is empty; what it enters reaches neither the next function nor the completing code. Otherwise the futures behave
 * as the JDK's own.
 *
 * <p>The stage whose method is called decides: with two sources, as in {@code a.thenCombine(b, fn)}, {@code a}. A plain
 * {@code a} calls the function in whatever context it is completed in, and returns a plain future, also where {@code b}
 * is one of these: {@link #follow} it first. The function of {@code thenCompose} sees the context of its registration
 * like any other, and what is registered with the stage that it returns is that stage's affair.
 *
 * <p>A future keeps a function, with the stores of its context, for as long as the JDK's keeps the function: until the
 * future is complete, and the function has run or is skipped. Cancelling what {@code thenApply} has returned does not
 * end that earlier. A completed future holds no context.
 *
 * @apiNote Node: promises, all of which behave so. There, a callback never runs before {@code then} has returned; here,
 *     as with the JDK's, that of a complete future does.
 * @implNote A stage allocates 24 bytes more than the JDK's. While a hook is enabled, each function is a resource of
 *     type {@code FutureCallback}, and each task that is handed to an executor one of type {@code ExecutorTask}.
 */
public final class ContextFutures {

    private static final Executor DEFAULT_EXECUTOR = new CompletableFuture<@Nullable Void>().defaultExecutor();

    private ContextFutures() {}

    /**
     * Completes a future with what a task gives that runs on the JDK's default executor, in the context of this call.
     *
     * @param task what gives the value
     * @param <T> the type of the value
     * @return the future
     */
    public static <T extends @Nullable Object> CompletableFuture<T> supplyAsync(Supplier<T> task) {
        return supplyAsync(task, DEFAULT_EXECUTOR);
    }

    /**
     * Completes a future with what a task gives that runs on the executor, in the context of this call.
     *
     * @param task what gives the value
     * @param executor what runs the task; need not carry contexts itself
     * @param <T> the type of the value
     * @return the future
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not accept the task
     */
    public static <T extends @Nullable Object> CompletableFuture<T> supplyAsync(Supplier<T> task, Executor executor) {
        return new ContextFuture<T>().completeWith(FutureCallback.bindTask(task), screened(executor));
    }

    /**
     * Completes a future with null when a task has ended that runs on the JDK's default executor, in the context of
     * this call.
     *
     * @param task what to run
     * @return the future
     */
    public static CompletableFuture<@Nullable Void> runAsync(Runnable task) {
        return runAsync(task, DEFAULT_EXECUTOR);
    }

    /**
     * Completes a future with null when a task has ended that runs on the executor, in the context of this call.
     *
     * @param task what to run
     * @param executor what runs the task; need not carry contexts itself
     * @return the future
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not accept the task
     */
    public static CompletableFuture<@Nullable Void> runAsync(Runnable task, Executor executor) {
        return new ContextFuture<@Nullable Void>().completeWith(FutureCallback.bindTask(task), screened(executor));
    }

    /**
     * Makes a future that is not complete.
     *
     * @param <T> the type of the value
     * @return the future, to be completed by whoever has the value, in whatever context
     * @apiNote JDK: {@code new CompletableFuture<>()}.
     */
    public static <T extends @Nullable Object> CompletableFuture<T> newFuture() {
        return new ContextFuture<>();
    }

    /**
     * Makes a future that is complete.
     *
     * @param value the value, or null
     * @param <T> the type of the value
     * @return the future
     */
    public static <T extends @Nullable Object> CompletableFuture<T> completedFuture(T value) {
        CompletableFuture<T> future = newFuture();
        future.complete(value);
        return future;
    }

    /**
     * Makes a future that has failed.
     *
     * @param failure the exception
     * @param <T> the type of the value that there is none of
     * @return the future
     */
    public static <T extends @Nullable Object> CompletableFuture<T> failedFuture(Throwable failure) {
        CompletableFuture<T> future = newFuture();
        future.completeExceptionally(failure);
        return future;
    }

    /**
     * Makes a future that completes as the stage does, for stages that come from elsewhere: from a client library, from
     * {@link CompletableFuture#allOf} or {@link CompletableFuture#anyOf}. It completes with the same value, or with the
     * same exception object that functions of the stage itself get. Completing or cancelling the future does nothing to
     * the stage.
     *
     * @param stage what to follow
     * @param <T> the type of the value
     * @return the future, a new one also where the stage is one of these
     */
    public static <T extends @Nullable Object> CompletableFuture<T> follow(CompletionStage<T> stage) {
        return new ContextFuture<T>().following(stage);
    }

    /** Not the common pool itself where the JDK finds it too small, as {@link CompletableFuture#runAsync} does it. */
    private static Executor screened(Executor executor) {
        return executor == ForkJoinPool.commonPool() ? DEFAULT_EXECUTOR : executor;
    }
}
