// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** Orders: stored, priced on several threads, announced, confirmed by mail, each step on the record. */
@NullMarked
package io.alsx.demo.orders;

import org.jspecify.annotations.NullMarked;
