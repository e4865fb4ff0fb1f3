// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.RequestInfo;
import io.alsx.spring.insight.web.Explorer.View;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.web.HttpRequestHandler;

/** Serves the explorer with Spring MVC. */
public final class ServletExplorer {

    private static final Log LOG = LogFactory.getLog(ServletExplorer.class);

    private ServletExplorer() {}

    /**
     * What serves each path.
     *
     * @param explorer what it answers
     * @param paths where it is
     * @return handlers by their paths
     */
    public static Map<String, HttpRequestHandler> handlers(Explorer explorer, Collection<ExplorerPath> paths) {
        Map<String, HttpRequestHandler> handlers = new HashMap<>();
        for (ExplorerPath path : paths) {
            for (View view : View.values()) {
                handlers.put(
                        view.below(path.path()),
                        (request, response) -> handle(explorer, view, path, request, response));
            }
        }
        return handlers;
    }

    /**
     * Tells the requests for the explorer itself, wherever in the server its application and Spring MVC are.
     *
     * @param paths where it is; asked for with the first request
     * @return whether a request is one
     */
    public static Predicate<RequestInfo> requests(Supplier<? extends Collection<ExplorerPath>> paths) {
        return info -> {
            HttpServletRequest request = info.unwrap(HttpServletRequest.class);
            return request != null
                    && paths.get().stream()
                            .anyMatch(path ->
                                    path.leadsTo(request.getServletPath()) || path.leadsTo(request.getPathInfo()));
        };
    }

    private static void handle(
            Explorer explorer, View view, ExplorerPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpServletRequest received = received(request);
        Asked asked = new Asked(request.getMethod(), received.getRemoteAddr(), received::getHeader);
        Reply reply = explorer.reply(view, path, asked);
        if (view == View.EVENTS && reply.status() == HttpServletResponse.SC_OK && asked.isForGet()) {
            stream(explorer, asked, reply, request, response);
        } else {
            write(reply, response);
        }
    }

    /** As the server has it: a filter may hide what a proxy has marked, and give the address that a header tells. */
    private static HttpServletRequest received(HttpServletRequest request) {
        HttpServletRequest received = request;
        while (received instanceof HttpServletRequestWrapper wrapper) {
            received = (HttpServletRequest) wrapper.getRequest();
        }
        return received;
    }

    private static void stream(
            Explorer explorer, Asked asked, Reply head, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try (EventStream.Reader reader = explorer.stream().open(asked, request.getParameter("from"))) {
            if (reader == null) {
                write(Reply.of(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many look on already."), response);
                return;
            }
            write(head, response);
            OutputStream out = response.getOutputStream();
            for (String next = reader.next(); next != null; next = reader.next()) {
                out.write(next.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("The browser has gone", e);
        }
    }

    private static void write(Reply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        response.getOutputStream().write(reply.bytes());
    }
}
