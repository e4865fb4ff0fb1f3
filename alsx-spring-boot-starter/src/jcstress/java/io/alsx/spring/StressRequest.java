// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A request without a server. */
public record StressRequest(String requestId) implements RequestInfo {

    private static final AtomicLong LAST = new AtomicLong();

    /** Makes one like no other. */
    public StressRequest() {
        this("request-" + LAST.incrementAndGet());
    }

    /** {@return a store for it} */
    public RequestStore store() {
        return new RequestStore(this);
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/" + requestId;
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }

    @Override
    public <N> @Nullable N unwrap(Class<N> type) {
        return null;
    }
}
