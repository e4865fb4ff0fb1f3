// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** What else moves with a context: the logging context, the user, the locale, and what Micrometer carries. */
@NullMarked
package io.alsx.spring.bridge;

import org.jspecify.annotations.NullMarked;
