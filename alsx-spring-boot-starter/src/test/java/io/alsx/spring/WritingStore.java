// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.store.AbstractKeyValueMessageStore;
import org.springframework.integration.store.MessageHolder;
import org.springframework.util.SerializationUtils;

/** Keeps what it is given in bytes, as those of databases do. */
final class WritingStore extends AbstractKeyValueMessageStore {

    private final Map<Object, byte[]> entries = new ConcurrentHashMap<>();

    private final List<String> written = new CopyOnWriteArrayList<>();

    List<String> written() {
        return written;
    }

    @Override
    protected @Nullable Object doRetrieve(Object id) {
        return read(entries.get(id));
    }

    @Override
    protected void doStore(Object id, Object objectToStore) {
        if (objectToStore instanceof MessageHolder holder) {
            written.add(holder.getMessage().getClass().getName());
        }
        entries.put(id, Objects.requireNonNull(SerializationUtils.serialize(objectToStore)));
    }

    @Override
    protected void doStoreIfAbsent(Object id, Object objectToStore) {
        if (!entries.containsKey(id)) {
            doStore(id, objectToStore);
        }
    }

    @Override
    protected @Nullable Object doRemove(Object id) {
        return read(entries.remove(id));
    }

    @Override
    protected void doRemoveAll(Collection<Object> ids) {
        ids.forEach(entries::remove);
    }

    @Override
    protected Collection<?> doListKeys(String keyPattern) {
        return entries.keySet();
    }

    private static @Nullable Object read(byte @Nullable [] bytes) {
        try (ObjectInputStream in = bytes == null ? null : new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in == null ? null : in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
