// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/** A logger with ids, a pool of workers and an emitter of events, each with a storage or a resource of its own. */
@NullMarked
package io.alsx.demo.examples;

import org.jspecify.annotations.NullMarked;
