// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.spring.RequestStore;
import java.util.function.Function;

/** A key of the logging context and what it tells of the request. */
public enum MdcKey {

    /** The id of the request. */
    REQUEST_ID("requestId", RequestStore::requestId),

    /** The HTTP method. */
    METHOD("method", RequestStore::method),

    /** The path, without the query, as it was sent. */
    PATH("path", RequestStore::path);

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final Function<RequestStore, String> value;

    MdcKey(String key, Function<RequestStore, String> value) {
        this.key = key;
        this.value = value;
    }

    /**
     * The key, as a log pattern names it.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * For messages.
     *
     * @return the key
     */
    @Override
    public String toString() {
        return key;
    }

    String valueIn(RequestStore store) {
        return value.apply(store);
    }
}
