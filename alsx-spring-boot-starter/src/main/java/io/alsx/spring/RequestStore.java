// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of a request: an immutable summary of it, and attributes that the work it causes may share. It is there
 * from the first dispatch of the request to the last, and in everything that these cause, also after the response.
 *
 * <p>A message and a call of a {@link RunInStore} method have one, too. That of a message has the message's id, if there
 * is one, in the attribute {@code messageId}.
 *
 * <p>Thread-safe, as the work of a request may run on many threads. It never refers to the request itself, which the
 * server recycles. Extend it for more fields, and make it in a {@link RequestStoreFactory}. Attribute names and values
 * must not be null.
 */
public class RequestStore {

    private final String requestId;

    private final String method;

    private final String path;

    private final Map<String, Object> attributes = new ConcurrentHashMap<>(4);

    /**
     * Makes a store from what the request tells, without attributes.
     *
     * @param request the request; not kept
     */
    public RequestStore(RequestInfo request) {
        this(request.requestId(), request.method(), request.path());
    }

    /**
     * Makes a store without attributes.
     *
     * @param requestId the id of the request
     * @param method the HTTP method
     * @param path the path, without the query
     */
    public RequestStore(String requestId, String method, String path) {
        this.requestId = Objects.requireNonNull(requestId, "requestId");
        this.method = Objects.requireNonNull(method, "method");
        this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * The id of the request.
     *
     * @return the id
     */
    public String requestId() {
        return requestId;
    }

    /**
     * The HTTP method of the request; for a message or a call, its kind.
     *
     * @return the method, as {@code GET}, or the kind, as {@code KAFKA}
     */
    public String method() {
        return method;
    }

    /**
     * The path of the request, without the query, as it was sent; for a message, the topic or queue, for a call, its name.
     *
     * @return the path, encoded
     */
    public String path() {
        return path;
    }

    /**
     * Sets an attribute for everything that shares this store, on whatever thread.
     *
     * @param name the attribute's name
     * @param value what replaces the value there was, if any
     */
    public void put(String name, Object value) {
        attributes.put(name, value);
    }

    /**
     * An attribute.
     *
     * @param name the attribute's name
     * @param type what the value is expected to be
     * @param <V> the type
     * @return the value; null if there is none
     * @throws IllegalArgumentException if the value is of another type
     */
    public <V> @Nullable V get(String name, Class<V> type) {
        Object value = attributes.get(name);
        return value == null ? null : checked(name, type, value);
    }

    /**
     * An attribute that is made where it is missing, once, however many threads ask.
     *
     * @param name the attribute's name
     * @param type what the value is expected to be
     * @param value makes the value; should be quick and must not use the attributes itself
     * @param <V> the type
     * @return the value that was there, otherwise the one made
     * @throws IllegalArgumentException if the value that was there is of another type
     */
    public <V> V computeIfAbsent(String name, Class<V> type, Supplier<? extends V> value) {
        return checked(name, type, attributes.computeIfAbsent(name, missing -> value.get()));
    }

    /**
     * Removes an attribute.
     *
     * @param name the attribute's name
     * @return the value that was there; null if there was none
     */
    public @Nullable Object remove(String name) {
        return attributes.remove(name);
    }

    /**
     * What has been put here. An attribute that is replaced meanwhile is there with the one value or the other, or not.
     *
     * @return a copy, which does not change
     */
    public Map<String, Object> attributes() {
        // not Map.copyOf: an attribute that is removed and put again may be met twice
        return Collections.unmodifiableMap(new HashMap<>(attributes));
    }

    /**
     * For messages.
     *
     * @return method, path and id, without attributes
     */
    @Override
    public String toString() {
        return method + " " + path + " " + requestId;
    }

    private static <V> V checked(String name, Class<V> type, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "Attribute '" + name + "' is a " + value.getClass().getName() + ", not a " + type.getName() + ".");
        }
        return type.cast(value);
    }
}
