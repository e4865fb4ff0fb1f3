// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the rounds of one candidate showed.
 *
 * @param op the operation
 * @param impl who did it
 * @param jdk the JDK's feature version
 * @param jvm the virtual machine's full version
 * @param contest which of several contests, all of whose candidates relate to its reference
 * @param reference what the reference did
 * @param isReference whether this is the reference
 * @param times in each round, in nanoseconds a call or in whatever unit the reference's are
 * @param bytesPerOp what a call allocated, without the user's own store; null where that says nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Measurement(
        String op,
        String impl,
        int jdk,
        String jvm,
        String contest,
        String reference,
        boolean isReference,
        double[] times,
        Double bytesPerOp) {}
