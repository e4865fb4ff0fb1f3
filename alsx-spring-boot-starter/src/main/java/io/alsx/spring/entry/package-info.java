// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * Who enters a context: web filters and what they put around callbacks, messages, and methods that are entry points.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.entry;

import org.jspecify.annotations.NullMarked;
