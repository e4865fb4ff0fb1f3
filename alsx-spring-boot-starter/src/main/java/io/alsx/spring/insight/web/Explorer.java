// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.insight.Timeline;
import java.util.HashMap;
import java.util.Map;

/**
 * What the explorer answers, on whatever server: the page, what it shows, that as it happens, and the same for trace
 * viewers. To all others than those who may see it, as to all methods but {@code GET} and {@code HEAD}, it says no.
 */
public final class Explorer {

    private static final int OK = 200;

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final Timeline timeline;

    private final boolean watching;

    private final EventStream stream;

    private final ExplorerPage page = new ExplorerPage();

    /**
     * Makes the explorer.
     *
     * @param timeline what it shows
     * @param watching whether contexts that are lost are looked for
     */
    public Explorer(Timeline timeline, boolean watching) {
        this.timeline = timeline;
        this.watching = watching;
        this.stream = new EventStream(timeline, watching);
    }

    /** What the explorer consists of. */
    enum View {
        /** Leads to the page. */
        ENTRANCE(""),
        PAGE("/"),
        /** The head of what the {@link #stream} goes on with. */
        EVENTS("/events"),
        DATA("/data.json"),
        TRACE("/trace.json");

        private final String suffix;

        View(String suffix) {
            this.suffix = suffix;
        }

        String below(String path) {
            return path + suffix;
        }
    }

    /** The answer to a request for a view of the explorer on a path. */
    Reply reply(View view, ExplorerPath path, Asked asked) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Cache-Control", "no-store",
                "X-Content-Type-Options", "nosniff",
                "Cross-Origin-Resource-Policy", "same-origin",
                "Referrer-Policy", "no-referrer"));
        Reply reply = guarded(view, path, asked);
        headers.putAll(reply.headers());
        return new Reply(reply.status(), headers, asked.isForHead() ? "" : reply.body());
    }

    EventStream stream() {
        return stream;
    }

    private Reply guarded(View view, ExplorerPath path, Asked asked) {
        if (!asked.isForGet() && !asked.isForHead()) {
            return new Reply(405, Map.of("Allow", "GET, HEAD"));
        }
        if (!path.mayBeSeenBy(asked)) {
            return Reply.of(403, "The explorer is for this machine. alsx.explorer.remote=true opens it.");
        }
        return switch (view) {
            case ENTRANCE -> new Reply(302, Map.of("Location", lastOf(path.path()) + "/"));
            case PAGE -> page.reply();
            case EVENTS -> new Reply(OK, EventStream.HEADERS);
            case DATA -> json(TimelineJson.of(timeline.events(), watching));
            case TRACE -> json(TraceJson.of(timeline.events()));
        };
    }

    /** Relative, so that it leads to the same server by whatever name. */
    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Reply json(String text) {
        return new Reply(OK, JSON, text);
    }
}
