// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

/**
 * An entered context that ends when it is closed, made for try-with-resources.
 *
 * <pre>{@code
 * try (Scope scope = storage.withScope(store)) {
 *     // the store is here, and in everything that is started from here
 * }
 * }</pre>
 *
 * <p>A scope belongs to the thread that opened it. Prefer {@link AsyncLocalStorage#run(Object, Runnable) run}, which
 * cannot be left open, where the code fits into a callback. A scope that is never closed ends with the enclosing {@code
 * run} of the same storage, or with the enclosing task, {@link Snapshot} run, {@link AsyncResource} scope or request;
 * on a bare thread it lasts as long as the thread. One that is closed only after these have ended puts back what it
 * found when it was opened, into whatever the thread runs by then.
 *
 * @apiNote Node: {@code RunScope}, what {@code asyncLocalStorage.withScope(store)} returns; {@code close()} is its
 *     {@code [Symbol.dispose]()}.
 */
public interface Scope extends AutoCloseable {

    /**
     * Puts back what was there when the scope was opened, and throws nothing. Only the first call on the opening thread
     * has an effect. A call on another thread changes nothing on either thread and leaves the scope open. Scopes may be
     * closed in any order: each puts back what it found when it was opened itself.
     */
    @Override
    void close();
}
