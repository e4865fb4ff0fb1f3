// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Candidates that are measured side by side.
 *
 * @param reference what the first candidate does, to whose time those of the others are related
 * @param candidates the first one is the reference
 */
record Contest(String reference, List<Candidate> candidates) {

    static Contest of(String reference, Candidate... candidates) {
        return new Contest(reference, List.of(candidates));
    }

    Contest and(List<Candidate> more) {
        List<Candidate> all = new ArrayList<>(candidates);
        all.addAll(more);
        return new Contest(reference, all);
    }
}
