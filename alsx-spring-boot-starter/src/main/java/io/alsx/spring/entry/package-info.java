// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** Who enters a context: web filters and what they put around callbacks, messages, and methods that are entry points. */
@NullMarked
package io.alsx.spring.entry;

import org.jspecify.annotations.NullMarked;
