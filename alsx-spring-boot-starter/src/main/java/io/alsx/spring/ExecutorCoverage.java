// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Tells which executors of an application carry the context, and why the others do not. Thread-safe. */
public interface ExecutorCoverage {

    /** Knows of no executor. */
    ExecutorCoverage NONE = new ExecutorCoverage() {
        @Override
        public void forEach(BiConsumer<String, Executor> consumer) {}

        @Override
        public State state(String name) {
            return State.ASYNC_METHODS_ONLY;
        }
    };

    /** Whether an executor carries the context. */
    enum State {

        /** To each task that is submitted to it. */
        CARRIES("carries the context"),

        /** It is left alone, as a property wants it. */
        EXCLUDED("is excluded by alsx.executors.exclude"),

        /** It takes no task decorator. It carries the context to {@code @Async} methods, and to nothing else. */
        ASYNC_METHODS_ONLY("carries the context to @Async methods only, as it takes no task decorator");

        private final String meaning;

        State(String meaning) {
            this.meaning = meaning;
        }

        /**
         * What it means.
         *
         * @return a part of a sentence, after the name of the executor
         */
        public String meaning() {
            return meaning;
        }
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
