// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All that was measured, on all JDKs, and what is worked out from it. */
final class Summary {

    private final List<Measurement> measurements;

    Summary(List<Measurement> measurements) {
        this.measurements = measurements;
    }

    /**
     * One line of {@code summary.json}.
     *
     * @param op the operation
     * @param impl who did it
     * @param jdk the JDK's feature version
     * @param n the number of rounds
     * @param ratioToThreadLocal the time, in relation to the reference's in the same round
     * @param bytesPerOp what a call allocates, without the user's own store
     * @param reference what the reference does: a {@code ThreadLocal}, or what comes next to it
     * @param jvm the virtual machine's full version
     */
    record Line(
            String op,
            String impl,
            int jdk,
            int n,
            Spread ratioToThreadLocal,
            Double bytesPerOp,
            String reference,
            String jvm) {}

    List<Integer> jdks() {
        return measurements.stream().map(Measurement::jdk).distinct().sorted().toList();
    }

    List<String> ops() {
        return measurements.stream().map(Measurement::op).distinct().toList();
    }

    List<String> jvms() {
        return measurements.stream()
                .map(Measurement::jvm)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    List<Line> lines() {
        return measurements.stream().map(this::line).toList();
    }

    List<Line> lines(String op) {
        return lines().stream().filter(line -> line.op().equals(op)).toList();
    }

    Optional<Measurement> find(String op, String impl, int jdk) {
        return measurements.stream()
                .filter(m -> m.op().equals(op) && m.impl().equals(impl) && m.jdk() == jdk)
                .findFirst();
    }

    private Line line(Measurement measured) {
        return new Line(
                measured.op(),
                measured.impl(),
                measured.jdk(),
                measured.times().length,
                ratio(measured),
                measured.bytesPerOp(),
                measured.reference(),
                measured.jvm());
    }

    /** Where a contest has no reference, the figures are ratios already. */
    private Spread ratio(Measurement measured) {
        return measurements.stream()
                .filter(m -> m.isReference() && m.jdk() == measured.jdk())
                .filter(m -> m.contest().equals(measured.contest()))
                .findFirst()
                .map(reference -> Spread.ofRatios(measured.times(), reference.times()))
                .orElseGet(() -> Spread.of(measured.times()));
    }
}
