// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A limit that an operation has to keep on every JDK.
 *
 * @param op the operation
 * @param what the figure that is limited
 * @param must the greatest figure allowed
 * @param aim what is wanted beyond that; empty where nothing is
 * @param figure finds the figure; empty where this JDK has no such operation, or nothing to compare it with
 */
record Target(String op, String what, double must, OptionalDouble aim, Figure figure) {

    interface Figure {

        Optional<Spread> in(Summary summary, int jdk);
    }

    Target aiming(double least) {
        return new Target(op, what, must, OptionalDouble.of(least), figure);
    }

    static Target ratio(double must, String op, String impl, String otherOp, String otherImpl) {
        String what = "× " + (op.equals(otherOp) ? otherImpl : otherOp);
        return new Target(
                op,
                what,
                must,
                OptionalDouble.empty(),
                (summary, jdk) -> summary.find(op, impl, jdk)
                        .flatMap(one -> summary.find(otherOp, otherImpl, jdk)
                                .map(other -> Spread.ofRatios(one.times(), other.times()))));
    }

    static Target ratio(double must, String op, String otherImpl) {
        return ratio(must, op, "alsx", op, otherImpl);
    }

    static Target bytes(double must, String op) {
        return new Target(
                op,
                "B",
                must,
                OptionalDouble.empty(),
                (summary, jdk) -> summary.find(op, "alsx", jdk).map(one -> Spread.of(one.bytesPerOp())));
    }

    static Target bytesBeyond(double must, String op, String impl, String otherOp, String otherImpl) {
        return new Target(
                op,
                "B beyond " + (op.equals(otherOp) ? otherImpl : otherOp),
                must,
                OptionalDouble.empty(),
                (summary, jdk) -> summary.find(op, impl, jdk)
                        .flatMap(one -> summary.find(otherOp, otherImpl, jdk)
                                .map(other -> Spread.of(one.bytesPerOp() - other.bytesPerOp()))));
    }

    boolean inBytes() {
        return what.startsWith("B");
    }

    /** Half a byte is the tail of something that is amortised over many calls. */
    boolean isMet(Spread measured) {
        return measured.median() <= must + (inBytes() ? 0.5 : 0);
    }

    boolean aimIsMet(Spread measured) {
        return measured.median() <= aim.orElse(must) + (inBytes() ? 0.5 : 0);
    }

    String show(double limit) {
        return inBytes() ? String.format(Locale.ROOT, "%.0f", limit) : String.format(Locale.ROOT, "%.2f", limit);
    }
}
