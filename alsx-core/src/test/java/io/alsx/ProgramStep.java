// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.List;

/**
 * One step of a generated program. A program is a flat list: a step with a body takes the next {@code size} steps for
 * it, or as many as there are, so that dropping any step leaves a program.
 *
 * @param pick what to choose by: which of the snapshots, which overload, which thread; 0 is the plainest
 */
record ProgramStep(Kind kind, int storage, int pick, int size) {

    static final int PICKS = 120;

    /** The plainest first: a failing program is shrunk towards it. */
    enum Kind {
        ENTER(10, Body.NONE),
        RUN(14, Body.NOW),
        EXIT(3, Body.NOW),
        OPEN_SCOPE(7, Body.NONE),
        CLOSE_SCOPE(10, Body.NONE),
        DISABLE(3, Body.NONE),
        SNAPSHOT(4, Body.NONE),
        SNAPSHOT_RUN(5, Body.NOW),
        SNAPSHOT_ENTER(3, Body.NONE),
        RESOURCE(3, Body.NONE),
        RESOURCE_RUN(5, Body.NOW),
        BIND(5, Body.LATER),
        CALL_BOUND(6, Body.NONE),
        HOP(8, Body.NOW),
        ASYNC(3, Body.NOW),
        HOLD(4, Body.LATER),
        DELIVER(5, Body.NONE),
        FUTURE(4, Body.NONE),
        STAGE(10, Body.LATER),
        COMPLETE(6, Body.NONE),
        THROW(2, Body.NONE);

        final int weight;

        final Body body;

        Kind(int weight, Body body) {
            this.weight = weight;
            this.body = body;
        }
    }

    enum Body {
        NONE,
        NOW,
        LATER
    }

    /** The one to choose; 0 is the last that was added. */
    <E> E of(List<E> list) {
        return list.get(list.size() - 1 - pick % list.size());
    }

    /** Whether what the body throws ends with this step. */
    boolean catches() {
        return pick % 2 == 0;
    }

    /** What this step enters where it stands at this position. */
    String store(int position) {
        return pick % 5 == 4 ? null : "v" + position;
    }

    int endOfBody(int position, int end) {
        return kind.body == Body.NONE ? position + 1 : Math.min(position + 1 + size, end);
    }

    /** The program as a tree, one step a line, with its position. */
    static String toString(List<ProgramStep> program) {
        StringBuilder text = new StringBuilder();
        append(text, program, 0, program.size(), "  ");
        return text.toString();
    }

    private static void append(StringBuilder text, List<ProgramStep> program, int from, int end, String indent) {
        for (int i = from; i < end; ) {
            ProgramStep step = program.get(i);
            int endOfBody = step.endOfBody(i, end);
            text.append(i).append(indent).append(step).append('\n');
            append(text, program, i + 1, endOfBody, indent + "  ");
            i = endOfBody;
        }
    }

    @Override
    public String toString() {
        return kind + " storage " + storage + ", pick " + pick;
    }
}
