// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.spring.RequestInfo;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a servlet request tells. */
record ServletRequestInfo(HttpServletRequest request, String requestId) implements RequestInfo {

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    /** That of the request as the server has it, whatever a filter says of it. */
    @Override
    public String peerAddress() {
        return Objects.requireNonNullElse(innermost().getRemoteAddr(), "");
    }

    @Override
    public boolean isForwarded() {
        return RequestInfo.super.isForwarded()
                || (innermost() instanceof HttpServletRequest original
                        && original != request
                        && new ServletRequestInfo(original, requestId).isForwarded());
    }

    @Override
    public <N> @Nullable N unwrap(Class<N> type) {
        return type.isInstance(request) ? type.cast(request) : null;
    }

    private ServletRequest innermost() {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return innermost;
    }
}
