// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * A small order desk. Whatever a request causes, on whatever thread, knows the request that caused it: {@code orders} is
 * an application as any other, {@code examples} shows what can be done by hand.
 */
@NullMarked
package io.alsx.demo;

import org.jspecify.annotations.NullMarked;
