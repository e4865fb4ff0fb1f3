// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An own storage that each request, message and {@link RunInStore} call enters beside the {@link RequestStore}. Define any number of beans of this type:
 *
 * <pre>{@code
 * static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");
 *
 * @Bean
 * RequestBinding<String> tenant() {
 *     return new RequestBinding<>(TENANT, request -> request.header("X-Tenant")); // null: no store
 * }
 * }</pre>
 *
 * @param storage the storage to enter
 * @param store makes its store from the request, or gives null for none; called once a request, with the {@link
 *     RequestStore} entered; what it throws fails the request
 * @param <T> the type of the store
 */
public record RequestBinding<T>(
        AsyncLocalStorage<T> storage, Function<? super RequestInfo, ? extends @Nullable T> store) {

    /**
     * Makes a binding.
     *
     * @param storage the storage to enter
     * @param store makes its store from the request, or gives null for none
     */
    public RequestBinding {
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(store, "store");
    }

    /**
     * Enters the storage for the rest of the current synchronous execution.
     *
     * @param request what the request tells
     */
    public void enter(RequestInfo request) {
        storage.enterWith(store.apply(request));
    }
}
