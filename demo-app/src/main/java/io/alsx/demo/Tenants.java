// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.MdcEntry;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Where two services work together, each knows for whom: the shop from the caller's key, the warehouse from the shop. */
@Configuration(proxyBeanMethods = false)
class Tenants {

    private static final Map<String, String> BY_KEY = Map.of("key-of-north", "north", "key-of-south", "south");

    /** Nobody can say who he is: only a key that is known makes a tenant. */
    @Bean
    @Profile("shop")
    RequestStoreFactory storesWithTenant() {
        return request -> {
            RequestStore store = new RequestStore(request);
            String key = request.header("X-Api-Key");
            store.put("tenant", key == null ? "walk-in" : BY_KEY.getOrDefault(key, "walk-in"));
            return store;
        };
    }

    @Bean
    MdcEntry<RequestStore> tenantInLogs(AsyncLocalStorage<RequestStore> requestStorage) {
        return new MdcEntry<>(
                "tenant", requestStorage, store -> Objects.requireNonNullElse(store.get("tenant", String.class), "-"));
    }
}
