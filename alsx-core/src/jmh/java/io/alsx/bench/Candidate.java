// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One benchmark in the duel.
 *
 * @param op the operation, as it stands in tables
 * @param impl who does it
 * @param benchmark the method, after the package {@code io.alsx}
 * @param parameters the benchmark's
 * @param stores how many fresh stores a call makes, which are the user's and not counted
 * @param brief whether a few rounds are enough, as no limit depends on it
 */
record Candidate(String op, String impl, String benchmark, Map<String, String> parameters, int stores, boolean brief) {

    Candidate(String op, String benchmark) {
        this(op, benchmark.substring(benchmark.lastIndexOf('.') + 1), benchmark, Map.of(), 0, false);
    }

    Candidate as(String other) {
        return new Candidate(op, other, benchmark, parameters, stores, brief);
    }

    Candidate with(String parameter, Object value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value.toString());
        return new Candidate(op, impl, benchmark, more, stores, brief);
    }

    Candidate making(int freshStores) {
        return new Candidate(op, impl, benchmark, parameters, freshStores, brief);
    }

    Candidate briefly() {
        return new Candidate(op, impl, benchmark, parameters, stores, true);
    }
}
