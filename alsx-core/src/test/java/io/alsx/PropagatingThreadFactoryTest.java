// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class PropagatingThreadFactoryTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final List<String> seen = new ArrayList<>();

    private final ThreadFactory bare = task -> new Thread(task, "bare");

    private final ThreadFactory factory = ContextExecutors.propagating(bare);

    private static void runToItsEnd(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    @Test
    void makesThreadsThatRunInTheContextOfTheirMaking() throws Exception {
        Thread thread = storage.run("made", () -> factory.newThread(() -> seen.add(storage.getStore())));
        storage.run("started", () -> {
            runToItsEnd(thread);
            return null;
        });

        assertThat(seen).containsExactly("made");
        assertThat(thread.getName()).isEqualTo("bare");
    }

    @Test
    void makesThreadsWithoutAStoreWhereThereIsNone() throws Exception {
        runToItsEnd(factory.newThread(() -> seen.add(storage.getStore())));

        assertThat(seen).hasSize(1).containsOnlyNulls();
    }

    @Test
    void isWrappedOnce() {
        assertThat(ContextExecutors.propagating(factory)).isSameAs(factory);
        assertThat(factory).asString().isEqualTo("propagating(" + bare + ")");
    }

    @Test
    void letsTheBareOneMakeNone() {
        ThreadFactory none = task -> null;

        assertThat(ContextExecutors.propagating(none).newThread(() -> {})).isNull();
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.propagating((ThreadFactory) null));
        assertThatNullPointerException().isThrownBy(() -> factory.newThread(null));
    }
}
