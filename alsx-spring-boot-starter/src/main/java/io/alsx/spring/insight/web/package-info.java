// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * The explorer: a page on which one watches requests travel.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.insight.web;

import org.jspecify.annotations.NullMarked;
