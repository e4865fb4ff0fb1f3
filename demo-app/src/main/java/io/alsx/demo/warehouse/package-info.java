// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** The warehouse as a service of its own, which the profile of that name makes of the same program. */
@NullMarked
package io.alsx.demo.warehouse;

import org.jspecify.annotations.NullMarked;
