// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The attributes of a request are copied, as diagnostics do, while threads of the request change them. */
class AttributesCopyTest {

    /** Of one hash, so that they share a place in the table, and who reads it can meet the first one again. */
    private static final String REPLACED = "Aa";

    private static final String KEPT = "BB";

    private final RequestStore store = new RequestStore("abc", "GET", "/");

    @Test
    void succeedsWhileAnotherThreadReplacesOne() throws InterruptedException {
        store.put(REPLACED, 1);
        store.put(KEPT, 2);
        AtomicBoolean over = new AtomicBoolean();
        Thread replacing = new Thread(() -> {
            while (!over.get()) {
                store.remove(REPLACED);
                store.put(REPLACED, 1);
                store.remove(KEPT);
                store.put(KEPT, 2);
            }
        });
        replacing.start();
        try {
            for (int i = 0; i < 300_000; i++) {
                store.attributes();
            }
        } finally {
            over.set(true);
            replacing.join();
        }
        assertThat(store.attributes()).containsOnly(Map.entry(REPLACED, 1), Map.entry(KEPT, 2));
    }

    @Test
    void doesNotChangeAfterwards() {
        store.put(REPLACED, 1);
        Map<String, Object> copy = store.attributes();
        store.put(KEPT, 2);
        assertThat(copy).containsOnly(Map.entry(REPLACED, 1));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> copy.put(KEPT, 2));
    }
}
