// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ids of resources, and which of them the running code has. */
class AsyncHooksTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private static List<Long> ids() {
        return List.of(AsyncHooks.executionAsyncId(), AsyncHooks.triggerAsyncId());
    }

    @Test
    void areOneAndZeroInNoScopeOnEveryThread() {
        assertThat(ids()).containsExactly(1L, 0L);
        assertThat(OtherThread.call(AsyncHooksTest::ids)).containsExactly(1L, 0L);
        assertThat(AsyncHooks.executionAsyncResource().type()).isEqualTo("ROOT");
        assertThat(OtherThread.call(AsyncHooks::executionAsyncResource)).isSameAs(AsyncHooks.executionAsyncResource());
    }

    @Test
    void grow() {
        long last = 1;
        for (int i = 0; i < 100; i++) {
            long id = new AsyncResource("TEST").asyncId();
            assertThat(id).isGreaterThan(last);
            last = id;
        }
    }

    @Test
    void areUniqueAndGrowOverThreads() {
        List<List<Long>> made = OtherThread.callTogether(4, () -> {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                ids.add(new AsyncResource("TEST").asyncId());
            }
            return ids;
        });

        Set<Long> all = new HashSet<>();
        made.forEach(all::addAll);
        assertThat(all).hasSize(8000);
        assertThat(made).allSatisfy(ids -> assertThat(ids).isSorted());
    }

    @Test
    void areThoseOfTheInnermostScope() {
        AsyncResource outer = new AsyncResource("OUTER");
        AsyncResource inner =
                new AsyncResource("INNER", AsyncResource.Options.defaults().triggerAsyncId(7));

        outer.runInAsyncScope(() -> {
            assertThat(ids()).containsExactly(outer.asyncId(), 1L);
            inner.runInAsyncScope(() -> {
                assertThat(ids()).containsExactly(inner.asyncId(), 7L);
                outer.runInAsyncScope(() -> assertThat(ids()).containsExactly(outer.asyncId(), 1L));
                assertThat(AsyncHooks.executionAsyncResource()).isSameAs(inner);
            });
            assertThat(AsyncHooks.executionAsyncResource()).isSameAs(outer);
        });
        assertThat(ids()).containsExactly(1L, 0L);
    }

    @Test
    void areChangedNeitherByRunNorByExitNorByEnterWithNorByDisable() {
        AsyncResource resource = new AsyncResource("TEST");
        resource.runInAsyncScope(() -> {
            Runnable unchanged =
                    () -> assertThat(AsyncHooks.executionAsyncResource()).isSameAs(resource);
            storage.run("A", unchanged);
            storage.exit(unchanged);
            storage.enterWith("B");
            unchanged.run();
            storage.disable();
            unchanged.run();
            try (Scope scope = storage.withScope("C")) {
                unchanged.run();
            }
            unchanged.run();
        });
    }

    @Test
    void travelWithTheContext() {
        AsyncResource resource = new AsyncResource("TEST");
        Snapshot snapshot = resource.runInAsyncScope(() -> AsyncLocalStorage.snapshot());
        Runnable bound = resource.runInAsyncScope(() ->
                AsyncLocalStorage.bind((Runnable) () -> assertThat(ids()).containsExactly(resource.asyncId(), 1L)));

        bound.run();
        OtherThread.run(bound);
        snapshot.run(() -> assertThat(AsyncHooks.executionAsyncResource()).isSameAs(resource));
        try (Scope scope = snapshot.enter()) {
            assertThat(AsyncHooks.executionAsyncId()).isEqualTo(resource.asyncId());
        }
        assertThat(ids()).containsExactly(1L, 0L);
    }

    @Test
    void areThoseOfTheRootInASnapshotTakenOutside() {
        Snapshot outside = AsyncLocalStorage.snapshot();

        new AsyncResource("TEST")
                .runInAsyncScope(() -> outside.run(() -> assertThat(ids()).containsExactly(1L, 0L)));
    }
}
