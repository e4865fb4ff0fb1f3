// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.spring.WireField;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts what did not cross, and says so in the log: of each reason once a minute at most, as whoever sends headers may
 * send many, and never with a value.
 */
public final class WireLosses {

    private static final Log LOG = LogFactory.getLog(WireLosses.class);

    private static final long SILENCE = Duration.ofMinutes(1).toNanos();

    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

    /** Makes it, with nothing counted. */
    public WireLosses() {
        for (Reason reason : Reason.values()) {
            counters.put(reason, new Counter());
        }
    }

    /** Why something did not cross. */
    public enum Reason {

        /** It came from where nothing is taken from. */
        UNTRUSTED("came from where none is taken from (alsx.wire.accept-from)"),

        /** It is longer than its field may be. */
        TOO_LONG("is longer than it may be"),

        /** It has control characters, or is no member of a {@code baggage} header. */
        MALFORMED("is malformed"),

        /** It came twice, with different values. */
        DOUBLED("came twice"),

        /** The {@code baggage} header has no room for it. */
        FULL("has no room in the baggage header"),

        /** The code of the application that makes it, reads it or judges its source has failed. */
        FAILED("failed in the application's code");

        private final String meaning;

        Reason(String meaning) {
            this.meaning = meaning;
        }

        /**
         * The reason, as a metric's tag.
         *
         * @return the name, in lower case
         */
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How much has not crossed.
     *
     * @param reason why
     * @return how many values
     */
    public long count(Reason reason) {
        return counter(reason).count.sum();
    }

    /** Whether the value may cross, otherwise counts it. */
    boolean accepts(WireField field, String value) {
        if (value.length() > field.maxLength()) {
            add(Reason.TOO_LONG, 1, "field '" + field.name() + "'");
            return false;
        }
        if (!FieldText.isPlain(value)) {
            add(Reason.MALFORMED, 1, "field '" + field.name() + "'");
            return false;
        }
        return true;
    }

    void add(Reason reason, int count, String what) {
        if (count > 0 && counter(reason).add(count)) {
            LOG.warn(text(reason, what));
        }
    }

    void addFailure(String what, Throwable failure) {
        if (counter(Reason.FAILED).add(1)) {
            LOG.warn(text(Reason.FAILED, what), failure);
        }
    }

    private Counter counter(Reason reason) {
        return Objects.requireNonNull(counters.get(reason));
    }

    private String text(Reason reason, String what) {
        return "Left behind: " + what + " " + reason.meaning + "; " + count(reason)
                + " in all. Is told once a minute at most.";
    }

    private static final class Counter {

        private final LongAdder count = new LongAdder();

        private final AtomicLong due = new AtomicLong(System.nanoTime());

        /** {@return whether it is time to tell} */
        boolean add(int more) {
            count.add(more);
            long now = System.nanoTime();
            long expected = due.get();
            return now - expected >= 0 && due.compareAndSet(expected, now + SILENCE);
        }
    }
}
