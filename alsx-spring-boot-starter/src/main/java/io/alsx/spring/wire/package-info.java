// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * What crosses to other processes, with calls and messages: declared fields of a store, and nothing else.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.wire;

import org.jspecify.annotations.NullMarked;
