// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.time.Duration;

/**
 * Something that was entered and not left as it should have been.
 *
 * @param how what went wrong
 * @param thread the name of the thread on which it was found
 * @param openedBy the name of the thread that entered it
 * @param openedAt the code that entered it; unknown where that was not sampled
 * @param age how long ago that was
 */
public record MisusedScope(How how, String thread, String openedBy, String openedAt, Duration age) {

    /** What can go wrong. */
    public enum How {

        /** A scope that is left open when the task or the call ends in which it was opened. */
        NEVER_CLOSED("was never closed", "Open it in a try-with-resources statement."),

        /** A second call of {@code close()}. */
        CLOSED_AGAIN("was closed again", "Close it once, in a try-with-resources statement."),

        /** A call of {@code close()} where it has no effect. */
        CLOSED_ON_ANOTHER_THREAD(
                "was closed on another thread",
                "Close it on the thread that opened it, and carry the context over with a Snapshot."),

        /** Closed while one is open that was opened later. */
        CLOSED_OUT_OF_ORDER("was closed before one that was opened later", "Nest scopes as their blocks nest."),

        /** Entered with {@code enterWith} where nothing ends it. */
        ENTERED_FOR_GOOD(
                "was entered on a thread with nothing around it that would end it",
                "Use run(...), or enter it inside of a task, a request or a Snapshot's run.");

        private final String what;

        private final String remedy;

        How(String what, String remedy) {
            this.what = what;
            this.remedy = remedy;
        }
    }

    @Override
    public String toString() {
        return "What was entered at " + openedAt + " by thread '" + openedBy + "' " + how.what + ": found on thread '"
                + thread + "' after " + age.toMillis() + " ms. " + how.remedy;
    }
}
