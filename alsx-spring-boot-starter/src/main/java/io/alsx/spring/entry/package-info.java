// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * Who enters a context: web filters and what they put around callbacks, messages, and methods that are entry points.
 *
 * <p>A guided tour. {@code RequestStores} makes the stores of whatever comes in, and enters them. Web requests go
 * straight to it: through {@code RequestStoreFilter}, with {@code ContextRequest} and what it hands out for the
 * callbacks of the server, and through {@code RequestStoreWebFilter}, with {@code RequestBoundary} around it. All else
 * that comes in is an {@code Arrival}, and {@code EntryPoint} begins its context from empty, and ends it. For each
 * library a few classes with its name put that where its messages, calls or jobs come in, and {@code EntryMethod} and
 * its like do so for methods.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.entry;

import org.jspecify.annotations.NullMarked;
