// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import org.jspecify.annotations.Nullable;

/** What comes in through an entry point that is not a web request: a message, a batch of messages, a call. */
interface Arrival {

    /** What kind it is, as {@code KAFKA}. */
    String kind();

    /** Where it came in: the topic, the queue, the method. */
    String destination();

    /** An id that the sender or the broker gave it; null if there is none. */
    @Nullable
    String messageId();

    /** The value of a header, whatever the case of its name; null if there is none. */
    @Nullable
    String header(String name);

    /** The thing itself. */
    Object source();
}
