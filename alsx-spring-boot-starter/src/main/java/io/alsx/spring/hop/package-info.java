// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** Who carries a context over to another thread, and in which context a method runs. */
@NullMarked
package io.alsx.spring.hop;

import org.jspecify.annotations.NullMarked;
