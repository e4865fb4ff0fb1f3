// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.spring.RequestInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message or a call tells. */
record ArrivalInfo(Arrival arrival, String requestId) implements RequestInfo {

    @Override
    public String method() {
        return arrival.kind();
    }

    @Override
    public String path() {
        return arrival.destination();
    }

    @Override
    public @Nullable String header(String name) {
        return arrival.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return arrival.headers(name);
    }

    @Override
    public @Nullable String peerAddress() {
        return arrival.peerAddress();
    }

    @Override
    public <N> @Nullable N unwrap(Class<N> type) {
        return type.isInstance(arrival.source()) ? type.cast(arrival.source()) : null;
    }
}
