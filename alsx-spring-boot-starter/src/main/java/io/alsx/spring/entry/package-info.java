// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** Who enters a context: the servlet filter. */
@NullMarked
package io.alsx.spring.entry;

import org.jspecify.annotations.NullMarked;
