// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import org.springframework.stereotype.Component;

/** Tells which request the calling code works for, on whatever thread that is. */
@Component
public class CurrentRequest {

    private final AsyncLocalStorage<RequestStore> requestStorage;

    CurrentRequest(AsyncLocalStorage<RequestStore> requestStorage) {
        this.requestStorage = requestStorage;
    }

    /**
     * The id of the request. The only place that deals with there being none: code that should fail then, and say why,
     * calls {@code requestStorage.requireStore()}.
     *
     * @return the id; "-" where no request is the cause, or alsx is switched off
     */
    public String id() {
        RequestStore store = requestStorage.getStore();
        return store == null ? "-" : store.requestId();
    }

    /**
     * For whom the request was made.
     *
     * @return the tenant; "-" where nobody said
     */
    public String tenant() {
        RequestStore store = requestStorage.getStore();
        String tenant = store == null ? null : store.get("tenant", String.class);
        return tenant == null ? "-" : tenant;
    }
}
