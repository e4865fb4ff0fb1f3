// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** What crosses to other processes, with calls and messages: declared fields of a store, and nothing else. */
@NullMarked
package io.alsx.spring.wire;

import org.jspecify.annotations.NullMarked;
