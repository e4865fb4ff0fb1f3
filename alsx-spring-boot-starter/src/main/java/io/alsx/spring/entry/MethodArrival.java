// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.lang.reflect.Method;

/** A call of a method that is an entry point. */
record MethodArrival(String kind, String destination, Method source) implements Arrival {}
