// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

/**
 * Is told of each request, message and call that begins. Define any number of beans of this type.
 *
 * <p>Called on the thread that handles the request, in its context, once its stores are entered and before any other
 * code of it. What an observer enters itself is there for the rest of the request, as its stores are. What it throws
 * fails the request. Called by any number of threads at once.
 */
@FunctionalInterface
public interface EntryObserver {

    /**
     * A request has begun.
     *
     * @param request what came in
     * @param store what was entered for it
     */
    void entered(RequestInfo request, RequestStore store);

    /**
     * Whether it is to be told at all. Asked once, when the application starts.
     *
     * @return true, unless it is overridden
     */
    default boolean isOn() {
        return true;
    }
}
