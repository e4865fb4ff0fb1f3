// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Objects;

/**
 * Tells which {@link AsyncResource} the running code belongs to, and has hooks hear of resources.
 *
 * <p>Code that runs in no resource belongs to the root, on every thread alike: id 1, trigger 0. A task, a bound
 * function or a {@link Snapshot} run belongs to the resource of the code that captured it.
 *
 * <p>While a hook is enabled, each bound function, submitted task, started thread and stage of a future is a resource
 * of its own, so that a hook sees the whole tree of what causes what. Only what a snapshot binds belongs to the resource
 * in which the snapshot was taken, and what a resource binds to that resource.
 *
 * @apiNote Node: the functions of {@code node:async_hooks} of the same names. There, every task always has a resource
 *     of its own.
 * @implNote Identity is part of the captured context: while no hook is enabled it takes no id, no object and no time of
 *     its own, and hooks cost one read.
 */
public final class AsyncHooks {

    private AsyncHooks() {}

    /**
     * The id of the resource in whose scope the calling code runs.
     *
     * @return its id; 1 in no scope
     */
    public static long executionAsyncId() {
        return executionAsyncResource().asyncId();
    }

    /**
     * The id of the resource that caused the one in whose scope the calling code runs.
     *
     * @return its {@link AsyncResource#triggerAsyncId() trigger id}; 0 in no scope
     */
    public static long triggerAsyncId() {
        return executionAsyncResource().triggerAsyncId();
    }

    /**
     * The resource in whose scope the calling code runs.
     *
     * @return the resource; in no scope the root, which is one and the same object of type {@code ROOT}
     */
    public static AsyncResource executionAsyncResource() {
        return AsyncResource.current();
    }

    /**
     * Makes a hook, which hears nothing before it is {@linkplain AsyncHook#enable() enabled}.
     *
     * @param callbacks what to call
     * @return the hook; two hooks of the same callbacks are two hooks
     */
    public static AsyncHook createHook(Callbacks callbacks) {
        return new AsyncHook(Objects.requireNonNull(callbacks, "callbacks"));
    }

    /**
     * What a hook does when something happens to a resource. Each method does nothing unless it is overridden.
     *
     * <p>A callback is called on the thread on which it happens. It is ordinary code: it may make resources, enter
     * contexts and enable hooks. What it throws goes to the thread's uncaught-exception handler; the other hooks and
     * the code that they hear of go on.
     *
     * @apiNote Node: the callbacks of {@code createHook}. There, an error in a callback ends the process.
     */
    public interface Callbacks {

        /**
         * A resource has been made. Called in its constructor, before that of a subclass, in the context and with the
         * execution id of the code that makes it.
         *
         * @param asyncId the resource's id
         * @param type the resource's type
         * @param triggerAsyncId the id of what caused it
         * @param resource the resource
         */
        default void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {}

        /**
         * Code is about to run in a resource. Called in the resource's context: a store that is entered here is there
         * in that code.
         *
         * @param asyncId the resource's id
         */
        default void before(long asyncId) {}

        /**
         * Code has run in a resource, to its end or to an exception. Called in the resource's context.
         *
         * @param asyncId the resource's id
         */
        default void after(long asyncId) {}

        /**
         * A resource has been destroyed: by {@link AsyncResource#emitDestroy()}, on the thread that calls it and before
         * it returns, or because it was collected, on a thread of the library's. Called in an empty context with the
         * execution id 0.
         *
         * <p>What was made while a hook that overrides this method was enabled is looked after by a {@link
         * java.lang.ref.Cleaner}, whose thread keeps the library's class loader until that resource is destroyed or
         * collected: do not keep one in a static field of an application that is to be unloaded.
         *
         * @param asyncId the resource's id
         * @apiNote Node calls it later, between two tasks.
         */
        default void destroy(long asyncId) {}

        /**
         * A store was asked for and there is none: nothing is entered, or null is, and there is no default value.
         * Called before {@link AsyncLocalStorage#getStore()} returns null. Not called for what callbacks ask for
         * themselves.
         *
         * <p>An {@link IllegalStateException} that it throws, and no other, reaches the code that asked, so that a test
         * can be made to fail where it loses a store.
         *
         * @param storage which storage was asked
         * @apiNote Node has none, nor for scopes.
         */
        default void missing(AsyncLocalStorage<?> storage) {}

        /**
         * A store was entered with {@link AsyncLocalStorage#enterWith}. Called after it.
         *
         * @param storage where it was entered
         */
        default void entered(AsyncLocalStorage<?> storage) {}

        /**
         * A scope is being opened. Called on the opening thread, once its context is entered.
         *
         * @param scope the scope
         */
        default void opened(Scope scope) {}

        /**
         * {@link Scope#close()} was called, whether or not it had an effect: a scope that is closed again, or on
         * another thread than the one that opened it, has none.
         *
         * @param scope the scope
         */
        default void closed(Scope scope) {}
    }
}
