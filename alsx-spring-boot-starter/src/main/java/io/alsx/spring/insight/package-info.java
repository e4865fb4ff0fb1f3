// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * How one sees what is at work.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.insight;

import org.jspecify.annotations.NullMarked;
