// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.spring.RequestInfo;
import jakarta.servlet.http.HttpServletRequest;
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
    public <N> @Nullable N unwrap(Class<N> type) {
        return type.isInstance(request) ? type.cast(request) : null;
    }
}
