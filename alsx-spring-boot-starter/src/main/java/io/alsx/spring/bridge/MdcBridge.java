// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;

/**
 * Keeps keys of the logging context in step with the store: while a thread is in the context of a request, by whatever
 * way it came there, the keys have the request's values, and otherwise they are not there.
 */
public final class MdcBridge implements DisposableBean {

    private final AsyncLocalStorage<RequestStore> storage;

    private final List<MdcKey> keys;

    private final BiConsumer<@Nullable RequestStore, @Nullable RequestStore> listener = this::storeChanged;

    /**
     * Makes the bridge, which is at work until it is destroyed.
     *
     * @param storage where the store of the request is
     * @param keys what to keep
     */
    public MdcBridge(AsyncLocalStorage<RequestStore> storage, Collection<MdcKey> keys) {
        this.storage = storage;
        this.keys = List.copyOf(keys);
        storage.addStoreListener(listener);
    }

    @Override
    public void destroy() {
        storage.removeStoreListener(listener);
    }

    private void storeChanged(@Nullable RequestStore before, @Nullable RequestStore now) {
        for (MdcKey key : keys) {
            if (now == null) {
                MDC.remove(key.key());
            } else {
                MDC.put(key.key(), key.valueIn(now));
            }
        }
    }
}
