// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.insight.Timeline;
import io.alsx.spring.insight.TimelineEvents;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpRequestHandler;

/**
 * What happens, as server-sent events, each of them some events of the timeline. Keeps the thread of the request until the
 * browser goes away or the timeline is closed, so only a few are served at once.
 */
final class EventStream implements HttpRequestHandler {

    private static final Log LOG = LogFactory.getLog(EventStream.class);

    private static final int STREAMS = 8;

    private static final int EVENTS = 1000;

    /** How long nothing is sent, in which nobody can tell that the browser has gone. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Semaphore free = new Semaphore(STREAMS);

    private final Timeline timeline;

    private final boolean watching;

    EventStream(Timeline timeline, boolean watching) {
        this.timeline = timeline;
        this.watching = watching;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!free.tryAcquire()) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many look on already.");
            return;
        }
        try {
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("X-Accel-Buffering", "no");
            if (!request.getMethod().equals("HEAD")) {
                send(first(request), response.getOutputStream());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("The browser has gone", e);
        } finally {
            free.release();
        }
    }

    private void send(long from, OutputStream out) throws IOException, InterruptedException {
        TimelineEvents events = timeline.events(from, EVENTS, Duration.ZERO);
        while (events.isOpen()) {
            String data = "id: " + events.next() + "\ndata: " + TimelineJson.of(events, watching) + "\n\n";
            out.write(data.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            events = timeline.events(events.next(), EVENTS, SILENCE);
        }
    }

    /** After a break, a browser tells what it has; a page that was paused does so itself. */
    private static long first(HttpServletRequest request) {
        long last = number(request.getHeader("Last-Event-ID"));
        return last > 0 ? last : number(request.getParameter("from"));
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
