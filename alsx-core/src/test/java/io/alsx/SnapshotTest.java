// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> withDefault =
            AsyncLocalStorage.<String>builder().defaultValue("default").build();

    private Snapshot with(AsyncLocalStorage<String> entered, String store) {
        return entered.run(store, () -> AsyncLocalStorage.snapshot());
    }

    private List<String> stores() {
        return List.of("" + storage.getStore(), "" + other.getStore(), "" + withDefault.getStore());
    }

    @Nested
    class Capture {

        @Test
        void takesAllStorages() {
            Snapshot snapshot = storage.run("A", () -> withDefault.run(null, () -> with(other, "B")));

            snapshot.run(() -> assertThat(stores()).containsExactly("A", "B", "null"));
        }

        @Test
        void isFixedAtThatMoment() {
            storage.run("A", () -> {
                Snapshot snapshot = AsyncLocalStorage.snapshot();
                storage.enterWith("later");
                other.run("B", () -> snapshot.run(() -> assertThat(stores()).containsExactly("A", "null", "default")));
            });
        }

        @Test
        void isTheSameContextInsideASnapshot() {
            Snapshot outer = with(storage, "A");

            assertThat(outer.run(() -> AsyncLocalStorage.snapshot())).isSameAs(outer);
        }

        @Test
        void seesNothingOnABareThread() {
            storage.run("A", () -> {
                Snapshot bare = OtherThread.call(() -> AsyncLocalStorage.snapshot());
                bare.run(() -> assertThat(stores()).containsExactly("null", "null", "default"));
            });
        }
    }

    @Nested
    class Run {

        @Test
        void replacesTheWholeContextOfTheCaller() {
            Snapshot snapshot = with(storage, "A");

            other.run(
                    "caller",
                    () -> withDefault.run("caller", () -> {
                        snapshot.run(() -> assertThat(stores()).containsExactly("A", "null", "default"));
                        assertThat(stores()).containsExactly("null", "caller", "caller");
                    }));
        }

        @Test
        void clearsWhereTheSnapshotIsEmpty() {
            Snapshot empty = AsyncLocalStorage.snapshot();

            storage.run(
                    "A",
                    () -> withDefault.exit(() -> {
                        empty.run(() -> assertThat(stores()).containsExactly("null", "null", "default"));
                        assertThat(stores()).containsExactly("A", "null", "null");
                    }));
        }

        @Test
        void hasNoStoreOfAStorageThatWasMadeLater() {
            Snapshot snapshot = with(storage, "A");
            AsyncLocalStorage<String> later = new AsyncLocalStorage<>();

            later.run("B", () -> snapshot.run(() -> assertThat(later.getStore()).isNull()));
        }

        @Test
        void returnsResultsAndPassesArguments() {
            Snapshot snapshot = with(storage, "A");

            String ofSupplier = snapshot.run(() -> storage.getStore() + "!");
            String ofFunction = snapshot.run(given -> storage.getStore() + given, "?");

            assertThat(List.of(ofSupplier, ofFunction)).containsExactly("A!", "A?");
        }

        @Test
        void restoresTheCallerAfterExceptions() {
            Snapshot snapshot = with(storage, "A");
            IOException checked = new IOException("thrown");
            Error error = new LinkageError("thrown");

            other.run("caller", () -> {
                assertThatThrownBy(() -> snapshot.run(() -> {
                            other.enterWith("inside");
                            throw checked;
                        }))
                        .isSameAs(checked);
                assertThatThrownBy(() -> snapshot.run((Runnable) () -> {
                            throw error;
                        }))
                        .isSameAs(error);
                assertThat(stores()).containsExactly("null", "caller", "default");
            });
        }

        @Test
        void neverLetsWhatIsEnteredInsideOut() {
            Snapshot snapshot = with(storage, "A");
            Runnable entering = () -> {
                assertThat(stores()).containsExactly("A", "null", "default");
                storage.enterWith("inside");
                other.enterWith("inside");
                withDefault.enterWith("inside");
            };

            snapshot.run(entering);
            assertThat(stores()).containsExactly("null", "null", "default");
            snapshot.run(entering);
            assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
        }

        @Test
        void endsScopesThatWereLeftOpenInside() {
            AsyncLocalStorage.snapshot().run(() -> storage.withScope("A"));

            assertThat(storage.getStore()).isNull();
        }

        @Test
        void nests() {
            Snapshot first = with(storage, "A");
            Snapshot second = with(other, "B");

            first.run(() -> {
                second.run(() -> {
                    assertThat(stores()).containsExactly("null", "B", "default");
                    first.run(() -> assertThat(stores()).containsExactly("A", "null", "default"));
                    assertThat(stores()).containsExactly("null", "B", "default");
                });
                assertThat(stores()).containsExactly("A", "null", "default");
            });
        }

        @Test
        void worksOnSeveralThreadsAtOnceInOneSnapshot() {
            Snapshot snapshot = with(storage, "A");
            CyclicBarrier allInside = new CyclicBarrier(4);

            List<String> seen = OtherThread.callTogether(
                    4,
                    () -> snapshot.run(() -> {
                        String before = storage.getStore();
                        String own = UUID.randomUUID().toString();
                        storage.enterWith(own);
                        allInside.await(20, TimeUnit.SECONDS);
                        return before + " " + own.equals(storage.getStore());
                    }));

            assertThat(seen).containsOnly("A true").hasSize(4);
            snapshot.run(() -> assertThat(storage.getStore()).isEqualTo("A"));
        }

        @Test
        void refusesNullsBeforeAnythingChanges() {
            Snapshot snapshot = with(storage, "A");

            assertThatNullPointerException().isThrownBy(() -> snapshot.run((Runnable) null));
            assertThatNullPointerException()
                    .isThrownBy(() -> snapshot.run((ThrowingSupplier<String, RuntimeException>) null));
            assertThatNullPointerException()
                    .isThrownBy(() -> snapshot.run((ThrowingFunction<String, String, RuntimeException>) null, "x"));
            assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
        }
    }

    @Nested
    class Enter {

        @Test
        void replacesTheContextUntilItIsClosed() {
            Snapshot snapshot = with(storage, "A");

            other.run("caller", () -> {
                try (Scope scope = snapshot.enter()) {
                    assertThat(stores()).containsExactly("A", "null", "default");
                    other.enterWith("inside");
                }
                assertThat(stores()).containsExactly("null", "caller", "default");
            });
        }

        @Test
        void leavesTheSnapshotUnchanged() {
            Snapshot snapshot = with(storage, "A");
            try (Scope scope = snapshot.enter()) {
                storage.enterWith("inside");
            }

            snapshot.run(() -> assertThat(storage.getStore()).isEqualTo("A"));
        }

        @Test
        void closesOnException() {
            Snapshot snapshot = with(storage, "A");

            assertThatThrownBy(() -> {
                        try (Scope scope = snapshot.enter()) {
                            throw new IOException("thrown " + storage.getStore());
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessage("thrown A");
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void doesNothingWhenClosedAgain() {
            Scope scope = with(storage, "A").enter();
            scope.close();

            storage.run("B", () -> {
                scope.close();
                assertThat(storage.getStore()).isEqualTo("B");
            });
        }

        @Test
        void changesNothingWhenClosedOnAnotherThreadAndStaysOpen() {
            Scope scope = with(storage, "A").enter();

            OtherThread.run(() -> storage.run("B", () -> {
                scope.close();
                assertThat(storage.getStore()).isEqualTo("B");
            }));
            assertThat(storage.getStore()).isEqualTo("A");

            scope.close();
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void endsWithAnEnclosingSnapshotRunWhenLeftOpen() {
            Snapshot snapshot = with(storage, "A");

            AsyncLocalStorage.snapshot().run(() -> {
                snapshot.enter();
                assertThat(storage.getStore()).isEqualTo("A");
            });
            assertThat(storage.getStore()).isNull();
        }
    }
}
