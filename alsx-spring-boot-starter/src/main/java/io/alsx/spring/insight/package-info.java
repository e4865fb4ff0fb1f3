// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** How one sees what is at work. */
@NullMarked
package io.alsx.spring.insight;

import org.jspecify.annotations.NullMarked;
