// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

/** The event that is published once an order is stored. Of the request it says nothing, as nobody has to be told. */
record OrderPlaced(long orderId, String customer) {}
