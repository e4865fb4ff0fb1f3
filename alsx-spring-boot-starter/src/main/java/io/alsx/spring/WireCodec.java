// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has a store of your own cross to other processes, and enters the one that comes in for each request and message. Define
 * any number of beans of this type:
 *
 * <pre>{@code
 * record Tenant(String name, String region) {}
 *
 * static class TenantCodec implements WireCodec<Tenant> {
 *
 *     static final AsyncLocalStorage<Tenant> TENANT = AsyncLocalStorage.named("tenant");
 *
 *     public AsyncLocalStorage<Tenant> storage() {
 *         return TENANT;
 *     }
 *
 *     public List<WireField> fields() {
 *         return List.of(WireField.baggage("name", "tenant"), WireField.header("region", "X-Region"));
 *     }
 *
 *     public Map<String, String> write(Tenant tenant) {
 *         return Map.of("name", tenant.name(), "region", tenant.region());
 *     }
 *
 *     public Tenant read(Map<String, String> values) {
 *         return new Tenant(values.getOrDefault("name", ""), values.getOrDefault("region", ""));
 *     }
 * }
 * }</pre>
 *
 * <p>For attributes of a {@link RequestStore}, the property {@code alsx.wire.fields} does without a codec. Whoever sends
 * and whoever is sent is subject to {@code alsx.wire.accept-from} and {@code alsx.wire.send-to}. Called by any number of
 * threads at once.
 *
 * @param <T> the type of the store
 */
public interface WireCodec<T> {

    /**
     * Where the store is, and where the one that comes in is entered. A {@link RequestBinding} of the same storage is
     * entered after it, and so replaces it.
     *
     * @return the storage
     */
    AsyncLocalStorage<T> storage();

    /**
     * What may cross. Asked for once, when the application starts.
     *
     * @return the fields; nothing else crosses
     */
    List<WireField> fields();

    /**
     * The values of a store, for each call and message that goes out. What it throws means that none of them crosses, and
     * is counted and logged.
     *
     * @param store the store of whoever sends
     * @return the values by the names of their fields; fields without a value do not cross
     */
    Map<String, String> write(T store);

    /**
     * Makes a store from what came in. Called only where at least one value did, from a source that is trusted. The values
     * are as long as the fields allow and have no control characters; what else they are is for the codec to check. What
     * it throws means no store, and is counted and logged.
     *
     * @param values the values by the names of their fields
     * @return the store; null for none
     */
    @Nullable
    T read(Map<String, String> values);
}
