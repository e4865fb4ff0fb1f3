// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** The explorer: a page on which one watches requests travel. */
@NullMarked
package io.alsx.spring.insight.web;

import org.jspecify.annotations.NullMarked;
