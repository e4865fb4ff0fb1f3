// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * What else moves with a context: the logging context, the user, the locale, and what Micrometer carries.
 *
 * <p>{@code MdcBridge} listens to the storages, and so is in step on each way that a thread comes to a context. The
 * others are a {@code ContextBridge} each, which hops capture and enter.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.bridge;

import org.jspecify.annotations.NullMarked;
