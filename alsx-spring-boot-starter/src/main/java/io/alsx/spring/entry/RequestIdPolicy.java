// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

/**
 * Where the id of a request comes from and goes to.
 *
 * @param header the header that carries it
 * @param acceptIncoming whether an id that comes with the request is taken, where it is well-formed
 * @param respond whether the response carries it
 */
public record RequestIdPolicy(String header, boolean acceptIncoming, boolean respond) {}
