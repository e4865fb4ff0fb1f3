// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * What crosses to other processes, with calls and messages: declared fields of a store, and nothing else.
 *
 * <p>A guided tour. {@code OutgoingFields} knows what goes out of the current context, and writes it by a
 * {@code Carrier}, one for each kind of message or call; {@code IncomingFields} takes from what comes in what is
 * declared and trusted. {@code Baggage} and {@code FieldText} are the formats. For each library one post-processor or
 * interceptor has its clients write, and {@code SenderObservationHandler} has it written once more behind a tracer.
 * {@code WireLosses} counts what did not cross.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.wire;

import org.jspecify.annotations.NullMarked;
