// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.RequestInfo;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells the requests for the explorer itself, wherever in the server its application and Spring MVC are. */
public final class ExplorerRequests implements Predicate<RequestInfo> {

    private final String path;

    /**
     * Makes it.
     *
     * @param path where the explorer is, within Spring MVC
     */
    public ExplorerRequests(String path) {
        this.path = path;
    }

    @Override
    public boolean test(RequestInfo request) {
        HttpServletRequest http = request.unwrap(HttpServletRequest.class);
        return http != null && (isIn(http.getServletPath()) || isIn(http.getPathInfo()));
    }

    private boolean isIn(@Nullable String requested) {
        return requested != null && (requested.equals(path) || requested.startsWith(path + "/"));
    }
}
