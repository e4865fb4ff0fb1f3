// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.MdcEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Keeps the keys that tell of the store of one storage in step with it. */
final class MdcFollower<T> implements BiConsumer<@Nullable T, @Nullable T> {

    private static final Log LOG = LogFactory.getLog(MdcFollower.class);

    private final AsyncLocalStorage<T> storage;

    private final List<MdcEntry<T>> entries = new ArrayList<>();

    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    MdcFollower(AsyncLocalStorage<T> storage) {
        this.storage = storage;
    }

    @SuppressWarnings("unchecked") // an entry has the type of its storage
    void add(MdcEntry<?> entry) {
        entries.add((MdcEntry<T>) entry);
    }

    void start() {
        storage.addStoreListener(this);
    }

    void end() {
        storage.removeStoreListener(this);
    }

    @Override
    public void accept(@Nullable T before, @Nullable T now) {
        for (MdcEntry<T> entry : entries) {
            String value = now == null ? null : valueOf(entry, now);
            if (value == null) {
                MDC.remove(entry.key());
            } else {
                MDC.put(entry.key(), value);
            }
        }
    }

    private @Nullable String valueOf(MdcEntry<T> entry, T store) {
        try {
            Object value = entry.value().apply(store);
            return value == null ? null : value.toString();
        } catch (Throwable e) { // otherwise the keys that follow would stay those of another request
            if (failed.add(entry.key())) {
                LOG.warn("The logging context has no '" + entry.key() + "', as its value could not be made.", e);
            }
            return null;
        }
    }
}
