// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an incoming request tells, for whoever makes a store from it; or a message, or a call that is an entry point, each
 * in the terms of a request. Of use only while the store is being made: a store keeps what it needs, never this object.
 */
public interface RequestInfo {

    /**
     * The id of the request: the one that came with it, where that is accepted, otherwise a new one.
     *
     * @return an id of printable characters
     */
    String requestId();

    /**
     * The HTTP method; for a message or a call, its kind.
     *
     * @return the method, as {@code GET}, or the kind, as {@code KAFKA}
     */
    String method();

    /**
     * The path, without the query, as it was sent; for a message, the topic or queue, for a call, its name.
     *
     * @return the path, encoded
     */
    String path();

    /**
     * The first value of a header. A batch of messages and a call have none; a property of a JMS message is a header,
     * with {@code _} for {@code -}.
     *
     * @param name the header's name, in any case
     * @return the value as it was sent, whatever that is; null if the request has no such header
     */
    @Nullable
    String header(String name);

    /**
     * All values of a header, in the order in which they were sent.
     *
     * @param name the header's name, in any case
     * @return the values as they were sent; none if the request has no such header
     */
    default List<String> headers(String name) {
        String value = header(name);
        return value == null ? List.of() : List.of(value);
    }

    /**
     * The address of whoever is at the other end of the connection, be it a proxy: not what a header tells of it.
     *
     * @return the address, as {@code 10.0.0.1}; empty if the connection does not tell; null for what comes without a
     *     connection to its sender, as a message of a broker
     */
    default @Nullable String peerAddress() {
        return null;
    }

    /**
     * Whether a proxy has handed the request on and says so, with {@code Forwarded}, {@code X-Forwarded-For}, {@code
     * X-Forwarded-Host}, {@code X-Forwarded-Proto}, {@code X-Real-IP} or {@code Via}; also where a filter has taken that
     * away, as Spring's does for {@code server.forward-headers-strategy=framework}.
     *
     * @return true for one that is not of whoever is at the other end of the connection
     */
    default boolean isForwarded() {
        return Stream.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
                .anyMatch(name -> header(name) != null);
    }

    /**
     * The request itself, for what the other methods do not tell.
     *
     * @param type the type of the request that the caller can deal with, as {@code HttpServletRequest} or
     *     {@code ConsumerRecord}
     * @param <N> the type
     * @return the request; null if it is of another type
     */
    <N> @Nullable N unwrap(Class<N> type);
}
