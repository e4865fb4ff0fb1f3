// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.ArrayList;
import java.util.List;

/** What one candidate has shown so far. */
final class Score {

    /** An {@code Object} on a 64-bit virtual machine. */
    private static final int BYTES_OF_A_STORE = 16;

    final Candidate candidate;

    private final List<Fork.Result> results = new ArrayList<>();

    Score(Candidate candidate) {
        this.candidate = candidate;
    }

    void add(Fork.Result result) {
        results.add(result);
    }

    private double[] times() {
        return results.stream().mapToDouble(Fork.Result::time).toArray();
    }

    /** The least of all rounds: what is added to it in one of them is the work of others, such as the compiler's. */
    private double bytes() {
        double least = results.stream().mapToDouble(Fork.Result::bytes).min().orElseThrow();
        return Math.round(10 * least) / 10.0 - candidate.stores() * BYTES_OF_A_STORE;
    }

    Measurement measurement(Contest contest, boolean isReference) {
        return new Measurement(
                candidate.op(),
                candidate.impl(),
                Runtime.version().feature(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                contest.candidates().get(0).op(),
                contest.reference(),
                isReference,
                times(),
                bytes());
    }

    @Override
    public String toString() {
        Fork.Result last = results.get(results.size() - 1);
        return String.format(
                "%d %-40s %-15s %10.2f ns %8.1f B",
                results.size(), candidate.op(), candidate.impl(), last.time(), last.bytes());
    }
}
