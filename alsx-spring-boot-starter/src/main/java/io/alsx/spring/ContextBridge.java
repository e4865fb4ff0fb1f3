// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.Scope;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Has something that is bound to a thread, and is no store, move along wherever a context is carried to another thread.
 * Define any number of beans of this type; {@link org.springframework.core.Ordered order} them where one needs another.
 *
 * <pre>{@code
 * @Bean
 * ContextBridge user() {
 *     return ContextBridge.of(CURRENT_USER); // a ThreadLocal
 * }
 * }</pre>
 *
 * <p>For what is no plain {@code ThreadLocal}, implement both methods.
 *
 * <p>The stores of the context are entered before, and left after, what bridges enter. Each bridge is
 * captured and entered once for a task, however many executors that goes through. Tasks that are submitted before the
 * application's beans have been made, and operators of Reactor, have the context alone. Called by any number of threads
 * at once.
 */
public interface ContextBridge {

    /**
     * Carries the value of a {@code ThreadLocal}: the very object, which threads then share. A thread without a value
     * removes the one that the worker has, and afterwards the worker has its own back.
     *
     * @param local where the value is; one with an initial value gets that on each thread that it is carried from or to
     * @param <T> the type of the value
     * @return the bridge
     */
    static <T extends @Nullable Object> ContextBridge of(ThreadLocal<T> local) {
        return of(local, UnaryOperator.identity());
    }

    /**
     * Carries a copy of the value of a {@code ThreadLocal}, for a value that changes. It is copied when the task is
     * submitted, and once more for each run, as a task may run more than once.
     *
     * @param local where the value is
     * @param copy makes a copy, on the thread that has the value; never called with null
     * @param <T> the type of the value
     * @return the bridge
     */
    static <T extends @Nullable Object> ContextBridge of(ThreadLocal<T> local, UnaryOperator<T> copy) {
        return new ThreadLocalBridge<>(Objects.requireNonNull(local, "local"), Objects.requireNonNull(copy, "copy"));
    }

    /**
     * Captures what the calling thread has, which may be nothing. Called once for each task, on the thread that submits
     * it. What it throws fails the submission.
     *
     * @return what was captured
     */
    Captured capture();

    /**
     * What stands for a thread that has nothing, for tasks that start in an empty context.
     *
     * @return what clears
     */
    Captured nothing();

    /**
     * What a bridge captured. Immutable, as a task may run more than once, and on several threads at once: what a thread
     * had before belongs into the scope.
     */
    @FunctionalInterface
    interface Captured {

        /**
         * Gives the calling thread what was captured, in the place of what it has. To have captured nothing clears.
         *
         * @return puts back what the thread had before; is closed on this thread
         */
        Scope enter();
    }
}
