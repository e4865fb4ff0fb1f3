// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The identity under which frames hold one storage's store. It refers to nothing, so a frame that outlives a storage
 * does not keep the storage.
 */
final class ContextKey {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Consecutive, so that keys spread over a hash table without a collision until the counter wraps. */
    final int hash = COUNT.getAndIncrement();

    /** Set when the storage is disabled: an entry of this key is never asked for again, and is dropped when met. */
    volatile boolean ended;
}
