// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.MdcEntry;
import io.alsx.spring.RequestStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;

/**
 * Keeps keys of the logging context in step with stores: while a thread is in the context of a request, by whatever way
 * it came there, the keys have the request's values, and otherwise they are not there.
 */
public final class MdcBridge implements DisposableBean {

    private final List<String> kept = new ArrayList<>();

    private final Map<AsyncLocalStorage<?>, MdcFollower<?>> followers = new LinkedHashMap<>();

    /**
     * Makes the bridge, which is at work until it is destroyed.
     *
     * @param storage where the store of the request is
     * @param keys what to keep
     */
    public MdcBridge(AsyncLocalStorage<RequestStore> storage, Collection<MdcKey> keys) {
        this(storage, keys, List.of());
    }

    /**
     * Makes the bridge, which is at work until it is destroyed.
     *
     * @param storage where the store of the request is
     * @param keys what to keep of it
     * @param entries what to keep beside that, each under a key of its own
     */
    public MdcBridge(
            AsyncLocalStorage<RequestStore> storage, Collection<MdcKey> keys, Collection<MdcEntry<?>> entries) {
        for (MdcKey key : keys) {
            add(new MdcEntry<>(key.key(), storage, key::valueIn));
        }
        entries.forEach(this::add);
        followers.values().forEach(MdcFollower::start);
    }

    /**
     * The keys that are kept.
     *
     * @return a copy
     */
    public List<String> keys() {
        return List.copyOf(kept);
    }

    @Override
    public void destroy() {
        followers.values().forEach(MdcFollower::end);
    }

    private void add(MdcEntry<?> entry) {
        kept.add(entry.key());
        followers.computeIfAbsent(entry.storage(), MdcFollower::new).add(entry);
    }
}
