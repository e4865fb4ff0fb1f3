// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key of the logging context that tells something of a store: while a thread is in a context with the store, by
 * whatever way it came there, the key has the value, and otherwise it is not there. Define any number of beans of this
 * type:
 *
 * <pre>{@code
 * @Bean
 * MdcEntry<RequestStore> agent(AsyncLocalStorage<RequestStore> requests) {
 *     return new MdcEntry<>("agent", requests, store -> ((AgentStore) store).agent);
 * }
 *
 * @Bean
 * MdcEntry<String> tenantKey() {
 *     return new MdcEntry<>("tenant", TENANT, tenant -> tenant); // an AsyncLocalStorage<String>
 * }
 * }</pre>
 *
 * <p>Works as long as {@code alsx.logging.mdc.enabled} does. A key that has another owner already, be it another bean or
 * {@code alsx.logging.mdc.keys}, fails the start of the application.
 *
 * @param key the key, as a log pattern names it; not blank
 * @param storage where the store is; its default value does not count
 * @param value makes the value, of which the string is taken, or gives null for no such key; called whenever a thread
 *     gets the store, so that it should be quick, and a later change of the store is seen from the next time on; what
 *     it throws means no such key, and is logged once
 * @param <T> the type of the store
 */
public record MdcEntry<T>(
        String key, AsyncLocalStorage<T> storage, Function<? super T, ? extends @Nullable Object> value) {

    /**
     * Makes an entry.
     *
     * @param key the key, as a log pattern names it; not blank
     * @param storage where the store is
     * @param value makes the value, or gives null for no such key
     */
    public MdcEntry {
        if (key.isBlank()) {
            throw new IllegalArgumentException("A key of the logging context must not be blank.");
        }
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(value, "value");
    }
}
