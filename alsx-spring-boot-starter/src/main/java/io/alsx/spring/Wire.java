// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.net.http.HttpClient;
import java.util.Map;

/**
 * What crosses to another process, for clients that nothing is added to automatically. A bean of this type is there to be
 * injected, unless {@code alsx.wire.enabled} is off:
 *
 * <pre>{@code
 * HttpClient client = wire.wrap(HttpClient.newHttpClient());
 * }</pre>
 *
 * <p>Spring's clients and templates that are beans, or are made by Spring Boot's builders, need nothing of this.
 * Thread-safe.
 */
public interface Wire {

    /**
     * What a call to a host carries, in the calling thread's context: for clients of other libraries.
     *
     * @param host the host's name or address
     * @return the headers by their names, for HTTP; none where there is no store
     */
    Map<String, String> headersFor(String host);

    /**
     * Has a client of the JDK carry the store of whoever sends a request, in its headers. A header that the request has
     * already is left as it is. What follows on the future of an asynchronous request runs in the context in which it was
     * registered. Web sockets are opened as by the given client.
     *
     * @param client what sends
     * @return a client that shares everything with the given one; to close it closes that
     */
    HttpClient wrap(HttpClient client);
}
