// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.insight.Timeline;
import io.alsx.spring.insight.TimelineEvents;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What happens, as server-sent events, each of them some events of the timeline. Whoever reads them keeps a thread until
 * the browser goes away or the timeline is closed, so only a few may at once.
 */
final class EventStream {

    static final Map<String, String> HEADERS =
            Map.of("Content-Type", "text/event-stream;charset=UTF-8", "X-Accel-Buffering", "no");

    private static final int READERS = 8;

    private static final int EVENTS = 1000;

    /** How long nothing is sent, in which nobody can tell that the browser has gone. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Semaphore free = new Semaphore(READERS);

    private final Timeline timeline;

    private final boolean watching;

    EventStream(Timeline timeline, boolean watching) {
        this.timeline = timeline;
        this.watching = watching;
    }

    /**
     * A reader, from the event on that the request asks for.
     *
     * @return null if too many read already
     */
    @Nullable
    Reader open(Asked asked, @Nullable String from) {
        return free.tryAcquire() ? new Reader(first(asked, from)) : null;
    }

    /** After a break, a browser tells what it has; a page that was paused does so itself. */
    private static long first(Asked asked, @Nullable String from) {
        long last = number(asked.header("Last-Event-ID"));
        return last > 0 ? last : number(from);
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** For one thread at a time; to be closed once. */
    final class Reader implements AutoCloseable {

        private long from;

        private Duration patience = Duration.ZERO;

        private Reader(long from) {
            this.from = from;
        }

        /**
         * The next message, at once at first, and later when something has happened, or after a while of silence.
         *
         * @return null at the end
         */
        @Nullable
        String next() throws InterruptedException {
            TimelineEvents events = timeline.events(from, EVENTS, patience);
            patience = SILENCE;
            from = events.next();
            return events.isOpen() ? "id: " + from + "\ndata: " + TimelineJson.of(events, watching) + "\n\n" : null;
        }

        @Override
        public void close() {
            free.release();
        }
    }
}
