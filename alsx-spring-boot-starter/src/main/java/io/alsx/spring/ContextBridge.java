// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.Scope;

/**
 * Has something that is bound to a thread, and is no store, move along wherever a context is carried to another thread.
 * Define any number of beans of this type; {@link org.springframework.core.Ordered order} them where one needs another.
 *
 * <pre>{@code
 * @Bean
 * ContextBridge user() {
 *     return new ContextBridge() {
 *         public Captured capture() {
 *             String user = CURRENT_USER.get(); // may be null, which clears
 *             return () -> entered(user);
 *         }
 *
 *         public Captured nothing() {
 *             return () -> entered(null);
 *         }
 *
 *         private Scope entered(String user) {
 *             String before = CURRENT_USER.get();
 *             CURRENT_USER.set(user);
 *             return () -> CURRENT_USER.set(before);
 *         }
 *     };
 * }
 * }</pre>
 *
 * <p>The stores of the context are entered before, and left after, what bridges enter. Called by any number of threads
 * at once.
 */
public interface ContextBridge {

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
