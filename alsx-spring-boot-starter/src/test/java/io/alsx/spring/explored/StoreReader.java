// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.explored;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import java.util.function.Supplier;

/** Code of an application's, which the starter does not take for its own: that is told by the package. */
public record StoreReader(AsyncLocalStorage<RequestStore> storage) implements Supplier<String> {

    @Override
    public String get() {
        return String.valueOf(storage.getStore());
    }
}
