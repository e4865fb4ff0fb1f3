// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.insight.Timeline;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.web.HttpRequestHandler;

/**
 * Serves the explorer: the page, what it shows, that as it happens, and the same for trace viewers. To all others than
 * those who may see it, as to all methods but {@code GET} and {@code HEAD}, it says no.
 */
public final class Explorer {

    private static final int FORBIDDEN = HttpServletResponse.SC_FORBIDDEN;

    private static final String JSON = "application/json";

    private final Timeline timeline;

    private final ExplorerAccess access;

    private final boolean watching;

    private final ExplorerPage page = new ExplorerPage();

    /**
     * Makes the explorer.
     *
     * @param timeline what it shows
     * @param remote whether it is served to other machines, too
     * @param watching whether contexts that are lost are looked for
     */
    public Explorer(Timeline timeline, boolean remote, boolean watching) {
        this.timeline = timeline;
        this.access = new ExplorerAccess(remote);
        this.watching = watching;
    }

    /**
     * What serves each path.
     *
     * @param path where the explorer is, without a slash at the end
     * @return handlers by their paths
     */
    public Map<String, HttpRequestHandler> handlers(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        EventStream stream = new EventStream(timeline, watching);
        return Map.of(
                path,
                guarded((request, response) -> redirect(response, last + "/")),
                path + "/",
                guarded((request, response) -> page.write(response)),
                path + "/events",
                guarded(stream),
                path + "/data.json",
                guarded((request, response) -> write(response, TimelineJson.of(timeline.events(), watching))),
                path + "/trace.json",
                guarded((request, response) -> write(response, TraceJson.of(timeline.events()))));
    }

    private HttpRequestHandler guarded(HttpRequestHandler handler) {
        return (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
            response.setHeader("Referrer-Policy", "no-referrer");
            if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
                response.setHeader("Allow", "GET, HEAD");
                response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            } else if (access.isAllowed(request)) {
                handler.handleRequest(request, response);
            } else {
                response.sendError(FORBIDDEN, "The explorer is for this machine. alsx.explorer.remote=true opens it.");
            }
        };
    }

    /** Relative, so that it leads to the same server by whatever name. */
    private static void redirect(HttpServletResponse response, String to) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", to);
    }

    private static void write(HttpServletResponse response, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        response.setContentType(JSON);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
