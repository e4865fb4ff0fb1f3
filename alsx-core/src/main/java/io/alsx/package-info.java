// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * Asynchronous context: a value that is set once and is there in everything that code causes, on whatever thread.
 *
 * <p>A guided tour. {@link io.alsx.AsyncLocalStorage} is a <em>key</em>; {@link io.alsx.AsyncLocalStorage#run(Object,
 * Runnable) run} gives it a store for the time of a callback. A <em>context</em> is an immutable frame from keys to
 * stores, and each thread has one slot that points at its current frame: entering points the slot at a new frame,
 * leaving points it back. {@link io.alsx.Snapshot} is such a frame, captured: carrying a context to another thread is
 * carrying one reference. {@link io.alsx.AsyncResource} is a captured context with an identity, which {@link
 * io.alsx.AsyncHooks} tells. {@link io.alsx.Scope} is the form of entering for try-with-resources.
 *
 * <p>To read the implementation, read {@code AsyncLocalStorage}, {@code CurrentFrame} and {@code ContextFrame}, in
 * this order.
 *
 * <p>Unless a method says otherwise, arguments must not be null: a null argument gives a {@link
 * java.lang.NullPointerException} before anything has changed. Stores are shared and never copied: a store that work
 * on several threads reads and writes has to be thread-safe itself.
 */
@NullMarked
package io.alsx;

import org.jspecify.annotations.NullMarked;
