// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Tells which executors of an application carry the context, and why the others do not. Thread-safe. */
public interface ExecutorCoverage {

    /** Whether an executor carries the context. */
    enum State {

        /** To each task that is submitted to it. */
        CARRIES,

        /** It is left alone, as a property wants it. */
        EXCLUDED,

        /** It takes no task decorator. It carries the context to {@code @Async} methods, and to nothing else. */
        ASYNC_METHODS_ONLY
    }

    /**
     * Goes through the executors that have been made so far and are still there.
     *
     * @param consumer gets the name of the bean and the executor
     */
    void forEach(BiConsumer<String, Executor> consumer);

    /**
     * Whether an executor carries the context.
     *
     * @param name the name of its bean
     * @return the state; {@link State#ASYNC_METHODS_ONLY} for one that is not known
     */
    State state(String name);
}
