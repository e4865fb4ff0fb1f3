// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** The switchboard: properties and wiring only, no behaviour. */
@NullMarked
package io.alsx.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
