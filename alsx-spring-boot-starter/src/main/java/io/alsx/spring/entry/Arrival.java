// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes in through an entry point that is not a web request: a message, a batch of messages, a call. */
interface Arrival {

    /** What kind it is, as {@code KAFKA}. */
    String kind();

    /** Where it came in: the topic, the queue, the method. */
    String destination();

    /** An id that the sender or the broker gave it; null if there is none. */
    default @Nullable String messageId() {
        return null;
    }

    /** The value of a header, whatever the case of its name; null if there is none. */
    default @Nullable String header(String name) {
        return null;
    }

    /** All values of a header. */
    default List<String> headers(String name) {
        String value = header(name);
        return value == null ? List.of() : List.of(value);
    }

    /** As {@code RequestInfo.peerAddress()}. */
    default @Nullable String peerAddress() {
        return null;
    }

    /** The thing itself. */
    Object source();
}
