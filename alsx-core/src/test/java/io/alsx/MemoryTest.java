// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes collectable when, on a thread that lives on. */
class MemoryTest {

    private final AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<Object> other = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<Object> withDefault =
            AsyncLocalStorage.builder().defaultValue("default").build();

    @AfterEach
    void clear() {
        CurrentFrame.set(CurrentFrame.slot(), ContextFrame.EMPTY);
    }

    private static WeakReference<Object> entered(Consumer<Object> entering) {
        Object store = new Object();
        entering.accept(store);
        return new WeakReference<>(store);
    }

    private static void assertCollectedThough(WeakReference<?> reference, Object alive) {
        try {
            Garbage.assertCollected(reference);
        } finally {
            Reference.reachabilityFence(alive);
        }
    }

    @Nested
    class AStorage {

        @Test
        void isCollectableWhileASnapshotHoldsItsEntry() {
            List<Snapshot> snapshots = new ArrayList<>();
            WeakReference<AsyncLocalStorage<String>> dropped = dropStorage(snapshots);

            assertCollectedThough(dropped, snapshots);
        }

        private WeakReference<AsyncLocalStorage<String>> dropStorage(List<Snapshot> snapshots) {
            AsyncLocalStorage<String> dropped = new AsyncLocalStorage<>();
            snapshots.add(dropped.run("A", () -> AsyncLocalStorage.snapshot()));
            return new WeakReference<>(dropped);
        }

        @Test
        void isCollectableWhileItsStoreIsEnteredOnALivingThread() {
            WeakReference<AsyncLocalStorage<String>> dropped = enterAndDrop();

            Garbage.assertCollected(dropped);
        }

        private WeakReference<AsyncLocalStorage<String>> enterAndDrop() {
            AsyncLocalStorage<String> dropped = new AsyncLocalStorage<>();
            dropped.enterWith("A");
            return new WeakReference<>(dropped);
        }
    }

    @Nested
    class AStore {

        @Test
        void isKeptByASnapshot() {
            List<Snapshot> snapshots = new ArrayList<>();
            WeakReference<Object> store =
                    entered(s -> storage.run(s, (Runnable) () -> snapshots.add(AsyncLocalStorage.snapshot())));

            Garbage.assertKept(store);
            assertThat(snapshots).hasSize(1);
        }

        @Test
        void isCollectableAfterItsRun() {
            Garbage.assertCollected(entered(
                    s -> storage.run(s, () -> assertThat(storage.getStore()).isSameAs(s))));
        }

        @Test
        void isCollectableAfterItsRunAlsoWhereAnOuterStoreComesBack() {
            storage.enterWith("outer");

            Garbage.assertCollected(entered(s -> storage.run(s, () -> other.enterWith("stays"))));
            assertThat(storage.getStore()).isEqualTo("outer");
        }

        @Test
        void isCollectableAfterItsScope() {
            Garbage.assertCollected(entered(s -> storage.withScope(s).close()));
        }

        @Test
        void isCollectableAfterItsRunWhereAnotherStorageEnteredInside() {
            Garbage.assertCollected(entered(s -> storage.run(s, () -> other.enterWith("stays"))));
            assertThat(other.getStore()).isEqualTo("stays");
        }

        @Test
        void isCollectableAfterItsRunThoughAnotherThreadDisabledMeanwhile() {
            Garbage.assertCollected(entered(s -> storage.run(s, () -> {
                OtherThread.run(storage::disable);
                other.enterWith("stays");
            })));
        }

        @Test
        void isCollectableAfterEnterWithNull() {
            Garbage.assertCollected(entered(s -> {
                storage.enterWith(s);
                storage.enterWith(null);
            }));
        }

        @Test
        void isCollectableAfterEnterWithNullOverADefault() {
            Garbage.assertCollected(entered(s -> {
                withDefault.enterWith(s);
                other.enterWith("above");
                withDefault.enterWith(null);
            }));
            assertThat(withDefault.getStore()).isNull();
        }

        @Test
        void isCollectableAfterEnterWithOfAnother() {
            Garbage.assertCollected(entered(s -> {
                storage.enterWith(s);
                other.enterWith("above");
                storage.enterWith("another");
            }));
        }

        @Test
        void isCollectableAfterDisable() {
            Garbage.assertCollected(entered(s -> {
                storage.enterWith(s);
                other.enterWith("above");
                storage.disable();
            }));
        }

        @Test
        void isCollectableAfterManyStoragesWereEnteredAboveIt() {
            List<AsyncLocalStorage<Object>> many = new ArrayList<>();
            WeakReference<Object> store = entered(s -> {
                storage.enterWith(s);
                for (int i = 0; i < 40; i++) {
                    many.add(new AsyncLocalStorage<>());
                    many.get(i).enterWith(i);
                }
                storage.enterWith(null);
            });

            Garbage.assertCollected(store);
            assertThat(many.get(39).getStore()).isEqualTo(39);
        }

        @Test
        void isCollectableWithItsSnapshotAndItsBoundFunction() {
            Garbage.assertCollected(entered(s -> storage.run(s, () -> {
                AsyncLocalStorage.snapshot().run(() -> {});
                AsyncLocalStorage.bind((Runnable) () -> {}).run();
            })));
        }

        @Test
        void isCollectableThoughASnapshotWasTakenInsideExit() {
            List<Snapshot> snapshots = new ArrayList<>();
            WeakReference<Object> store = entered(s -> storage.run(
                    s,
                    () -> other.run(
                            "B", () -> storage.exit((Runnable) () -> snapshots.add(AsyncLocalStorage.snapshot())))));

            assertCollectedThough(store, snapshots);
        }

        @Test
        void isCollectableThoughASnapshotWasTakenInsideExitOverADefault() {
            List<Snapshot> snapshots = new ArrayList<>();
            WeakReference<Object> store = entered(s -> withDefault.run(
                    s,
                    () -> other.run(
                            "B",
                            () -> withDefault.exit((Runnable) () -> snapshots.add(AsyncLocalStorage.snapshot())))));

            assertCollectedThough(store, snapshots);
        }

        @Test
        void isCollectableThoughASnapshotWasTakenInsideAnInnerRun() {
            List<Snapshot> snapshots = new ArrayList<>();
            WeakReference<Object> store = entered(s -> storage.run(
                    s,
                    () -> other.run(
                            "B",
                            () -> storage.run("inner", (Runnable) () -> snapshots.add(AsyncLocalStorage.snapshot())))));

            assertCollectedThough(store, snapshots);
        }

        @Test
        void isCollectableAfterDisableInsideARun() {
            Garbage.assertCollected(entered(s -> {
                storage.enterWith(s);
                storage.run("inner", storage::disable);
            }));
            assertThat(storage.getStore()).isNull();
        }
    }

    @Nested
    class AThread {

        @Test
        void doesNotPileUpStoresOfSeveralStorages() {
            assertNoneButTheLastIsKept(s -> {
                storage.enterWith("between");
                other.enterWith(s);
                withDefault.enterWith(new Object());
                withDefault.enterWith(null);
            });

            assertThat(List.of(storage.getStore(), other.getStore())).containsExactly("between", "last");
        }

        @Test
        void doesNotPileUpStoresThatAnotherThreadDisabled() {
            assertNoneButTheLastIsKept(s -> {
                other.enterWith(s);
                OtherThread.run(other::disable);
            });
        }

        @Test
        void doesNotPileUpStoresThatWereDisabledInsideARun() {
            assertNoneButTheLastIsKept(s -> {
                other.enterWith(s);
                other.run("inner", other::disable);
            });
        }

        private void assertNoneButTheLastIsKept(Consumer<Object> round) {
            List<WeakReference<Object>> stores = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                stores.add(entered(round));
            }
            other.enterWith("last");

            for (WeakReference<Object> store : stores) {
                Garbage.assertCollected(store);
            }
        }

        @Test
        void holdsNothingOnceEverythingIsLeft() {
            storage.run("A", () -> withDefault.run("B", () -> new AsyncResource("TEST").runInAsyncScope(() -> {})));

            assertThat(CurrentFrame.slot().get()).isNull();
            assertThat(CurrentFrame.telling()).containsOnlyNulls();
        }
    }

    @Nested
    class AResource {

        @Test
        void isCollectable() {
            Garbage.assertCollected(dropResource(false));
        }

        @Test
        void isCollectableAfterItsScopeAndItsDestruction() {
            Garbage.assertCollected(dropResource(true));
        }

        @Test
        void isNotKeptByAResourceThatWasMadeInItsScope() {
            List<AsyncResource> children = new ArrayList<>();
            WeakReference<AsyncResource> parent = dropParent(children);

            assertCollectedThough(parent, children);
        }

        private WeakReference<AsyncResource> dropResource(boolean use) {
            AsyncResource resource = new AsyncResource("TEST");
            if (use) {
                resource.runInAsyncScope(() -> {});
                resource.emitDestroy();
            }
            return new WeakReference<>(resource);
        }

        private WeakReference<AsyncResource> dropParent(List<AsyncResource> children) {
            AsyncResource parent = new AsyncResource("PARENT");
            parent.runInAsyncScope(() -> storage.run("A", (Runnable) () -> children.add(new AsyncResource("CHILD"))));
            return new WeakReference<>(parent);
        }
    }

    @Nested
    class AListener {

        @Test
        void isCollectableAfterItsOnlyEvent() {
            AsyncResourceEventEmitter<Object> emitter = new AsyncResourceEventEmitter<>("E");

            assertCollectedThough(usedOnce(emitter), emitter);
        }

        private WeakReference<?> usedOnce(AsyncResourceEventEmitter<Object> emitter) {
            List<Object> heard = new ArrayList<>();
            emitter.once(Object.class, heard::add).emit("event");
            assertThat(heard).containsExactly("event");
            return new WeakReference<>(heard);
        }
    }
}
