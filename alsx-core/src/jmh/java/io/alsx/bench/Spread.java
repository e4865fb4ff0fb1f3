// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.Arrays;

/** The least, the middle and the greatest of several figures. */
record Spread(double min, double median, double max) {

    static Spread of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** What the ratios of each round are. */
    static Spread ofRatios(double[] figures, double[] others) {
        double[] ratios = new double[Math.min(figures.length, others.length)];
        Arrays.setAll(ratios, round -> figures[round] / others[round]);
        return of(ratios);
    }
}
