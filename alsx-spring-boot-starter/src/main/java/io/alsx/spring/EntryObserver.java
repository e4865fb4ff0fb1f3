// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

/**
 * Is told of each request, message and call that begins, and that ends. Define any number of beans of this type. Called by
 * any number of threads at once.
 */
@FunctionalInterface
public interface EntryObserver {

    /**
     * A request has begun. Called on the thread that handles it, in its context, once its stores are entered and before any
     * other code of it. What an observer enters itself is there for the rest of the request, as its stores are. What it
     * throws fails the request.
     *
     * @param request what came in
     * @param store what was entered for it
     */
    void entered(RequestInfo request, RequestStore store);

    /**
     * A request has ended: a web request or gRPC call with all its dispatches and callbacks, all else with the code that
     * handles it. What it has submitted may still go on. Called once, in its context, on the thread on which it ends. What
     * an observer throws is logged.
     *
     * @param request what came in
     * @param store what was entered for it
     */
    default void ended(RequestInfo request, RequestStore store) {}

    /**
     * Whether it is to be told at all. Asked once, when the application starts.
     *
     * @return true, unless it is overridden
     */
    default boolean isOn() {
        return true;
    }
}
