// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * Who carries a context over to another thread, and in which context a method runs.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.hop;

import org.jspecify.annotations.NullMarked;
