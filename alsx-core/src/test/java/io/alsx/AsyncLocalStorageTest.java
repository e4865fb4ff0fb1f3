// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AsyncLocalStorageTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final AsyncLocalStorage<String> other = AsyncLocalStorage.named("other");

    private final AsyncLocalStorage<String> withDefault =
            AsyncLocalStorage.<String>builder().defaultValue("default").build();

    @Nested
    class GetStore {

        @Test
        void isNullWhereNothingWasEntered() {
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void isNullOnAThreadThatNeverUsedAnyStorage() {
            assertThat(OtherThread.<Boolean>call(() -> storage.getStore() == null))
                    .isTrue();
        }

        @Test
        void isTheVerySameObject() {
            AsyncLocalStorage<List<String>> lists = new AsyncLocalStorage<>();
            List<String> store = new ArrayList<>();

            lists.run(store, () -> assertThat(lists.getStore()).isSameAs(store));
        }

        @Test
        void isNotVisibleOnAThreadStartedInside() {
            storage.run(
                    "A",
                    () -> OtherThread.run(() -> assertThat(storage.getStore()).isNull()));
        }

        @Test
        void isTheDefaultValueWhereNothingWasEntered() {
            assertThat(withDefault.getStore()).isEqualTo("default");
            assertThat(OtherThread.call(withDefault::getStore)).isEqualTo("default");
        }
    }

    @Nested
    class RequireStore {

        @Test
        void isTheStore() {
            storage.run("A", () -> assertThat(storage.requireStore()).isEqualTo("A"));
        }

        @Test
        void isTheDefaultValue() {
            assertThat(withDefault.requireStore()).isEqualTo("default");
        }

        @Test
        void namesStorageAndThreadWhereThereIsNone() {
            OtherThread.run(() -> {
                Thread.currentThread().setName("worker-7");
                assertThatIllegalStateException()
                        .isThrownBy(storage::requireStore)
                        .withMessageContaining("'storage'")
                        .withMessageContaining("'worker-7'")
                        .withMessageContaining("bind");
            });
        }

        @Test
        void failsWhereNullWasEnteredOverADefaultValue() {
            withDefault.exit(() -> assertThatIllegalStateException().isThrownBy(withDefault::requireStore));
        }
    }

    @Nested
    class Run {

        @Test
        void entersForTheCallbackOnly() {
            storage.run("A", () -> assertThat(storage.getStore()).isEqualTo("A"));

            assertThat(storage.getStore()).isNull();
        }

        @Test
        void restoresOuterValue() {
            storage.run("A", () -> {
                storage.run("B", () -> assertThat(storage.getStore()).isEqualTo("B"));
                assertThat(storage.getStore()).isEqualTo("A");
            });
        }

        @Test
        void restoresEveryLevelOfManySameStores() {
            storage.run("A", () -> {
                storage.run("A", () -> storage.enterWith("B"));
                assertThat(storage.getStore()).isEqualTo("A");
            });
        }

        @Test
        void restoresAStoreThatIsAnEmptySnapshot() {
            AsyncLocalStorage<Snapshot> snapshots = new AsyncLocalStorage<>();

            snapshots.run(Snapshot.empty(), () -> {
                snapshots.exit(() -> other.enterWith("B"));
                assertThat(snapshots.getStore()).isSameAs(Snapshot.empty());
            });
            other.enterWith(null);
        }

        @Test
        void entersForASupplier() {
            String result = storage.run("A", () -> "seen " + storage.getStore());

            assertThat(result).isEqualTo("seen A");
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void entersForAFunctionAndPassesTheArgumentUnchanged() {
            Object argument = new Object();

            Object result = storage.run("A", given -> List.of(given, storage.requireStore()), argument);

            assertThat(result).isEqualTo(List.of(argument, "A"));
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void passesANullArgumentAndANullResult() {
            List<String> seen = new ArrayList<>();

            Object result = storage.run(
                    "A",
                    given -> {
                        seen.add(given + " in " + storage.getStore());
                        return null;
                    },
                    (String) null);

            assertThat(result).isNull();
            assertThat(seen).containsExactly("null in A");
        }

        @Test
        void restoresOuterValueAfterException() {
            RuntimeException thrown = new IllegalStateException("thrown");

            storage.run("A", () -> {
                assertThatThrownBy(() -> storage.run("B", (Runnable) () -> {
                            throw thrown;
                        }))
                        .isSameAs(thrown);
                assertThat(thrown.getSuppressed()).isEmpty();
                assertThat(storage.getStore()).isEqualTo("A");
            });
        }

        @Test
        void restoresOuterValueAfterError() {
            Error thrown = new LinkageError("thrown");

            storage.run("A", () -> {
                assertThatThrownBy(() -> storage.run("B", () -> {
                            throw thrown;
                        }))
                        .isSameAs(thrown);
                assertThat(storage.getStore()).isEqualTo("A");
            });
        }

        @Test
        void throwsTheSameCheckedException() {
            IOException thrown = new IOException("thrown");

            assertThatThrownBy(() -> storage.run(
                            "A",
                            (IOException given) -> {
                                throw given;
                            },
                            thrown))
                    .isSameAs(thrown);
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void hidesTheOuterStoreAndTheDefaultWithNull() {
            withDefault.run("A", () -> {
                withDefault.run(null, () -> assertThat(withDefault.getStore()).isNull());
                assertThat(withDefault.getStore()).isEqualTo("A");
            });
            withDefault.run(null, () -> assertThat(withDefault.getStore()).isNull());
            assertThat(withDefault.getStore()).isEqualTo("default");
        }

        @Test
        void survivesDeepNesting() {
            assertThat(OtherThread.callDeep(() -> nest(1000))).isEqualTo("1");
            assertThat(storage.getStore()).isNull();
        }

        private String nest(int levels) {
            return storage.run(Integer.toString(levels), () -> {
                if (levels == 1) {
                    return storage.requireStore();
                }
                String innermost = nest(levels - 1);
                assertThat(storage.getStore()).isEqualTo(Integer.toString(levels));
                return innermost;
            });
        }

        @Test
        void restoresAfterAStackOverflow() {
            storage.run("A", () -> {
                assertThatThrownBy(this::recurse).isInstanceOf(StackOverflowError.class);
                assertThat(storage.getStore()).isEqualTo("A");
            });
        }

        private void recurse() {
            storage.run("deep", this::recurse);
        }
    }

    @Nested
    class Exit {

        @Test
        void runsWithoutAStore() {
            storage.run("A", () -> {
                storage.exit(() -> assertThat(storage.getStore()).isNull());
                assertThat(storage.getStore()).isEqualTo("A");
            });
        }

        @Test
        void returnsTheResult() {
            storage.run("A", () -> {
                String ofSupplier = storage.exit(() -> "saw " + storage.getStore());
                String ofFunction = storage.exit(given -> given + " " + storage.getStore(), "given");

                assertThat(ofSupplier).isEqualTo("saw null");
                assertThat(ofFunction).isEqualTo("given null");
            });
        }

        @Test
        void restoresAfterException() {
            IOException thrown = new IOException("thrown");

            storage.run("A", () -> {
                assertThatThrownBy(() -> storage.exit(() -> {
                            throw thrown;
                        }))
                        .isSameAs(thrown);
                assertThat(storage.getStore()).isEqualTo("A");
            });
        }

        @Test
        void endsWhatWasEnteredInside() {
            storage.run("A", () -> {
                storage.exit(() -> storage.enterWith("B"));
                assertThat(storage.getStore()).isEqualTo("A");
            });
            storage.exit(() -> storage.enterWith("B"));
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void staysWithoutAStoreAfterARunInside() {
            storage.run(
                    "A",
                    () -> storage.exit(() -> {
                        storage.run("B", () -> assertThat(storage.getStore()).isEqualTo("B"));
                        assertThat(storage.getStore()).isNull();
                    }));
        }

        @Test
        void mayBeNestedAndUsedWithoutAContext() {
            storage.exit(() -> storage.exit(() -> assertThat(storage.getStore()).isNull()));
        }

        @Test
        void hidesTheDefaultValue() {
            withDefault.exit(() -> assertThat(withDefault.getStore()).isNull());
            assertThat(withDefault.getStore()).isEqualTo("default");
        }

        @Test
        void leavesOtherStoragesAlone() {
            other.run(
                    "B",
                    () -> storage.exit(() -> {
                        assertThat(other.getStore()).isEqualTo("B");
                        other.enterWith("C");
                    }));
            assertThat(other.getStore()).isNull();
        }
    }

    @Nested
    class Names {

        @Test
        void areEmptyUnlessGiven() {
            assertThat(new AsyncLocalStorage<String>().name()).isEmpty();
            assertThat(storage.name()).isEqualTo("storage");
            assertThat(AsyncLocalStorage.builder().build().name()).isEmpty();
            assertThat(AsyncLocalStorage.builder().name("built").build().name()).isEqualTo("built");
        }

        @Test
        void appearInTextWhichNeverShowsAStore() {
            storage.run("secret", () -> assertThat(storage).asString().isEqualTo("AsyncLocalStorage 'storage'"));
            assertThat(new AsyncLocalStorage<String>()).asString().isEqualTo("AsyncLocalStorage");
        }

        @Test
        void doNotMakeStoragesOne() {
            AsyncLocalStorage<String> namesake = AsyncLocalStorage.named("storage");

            storage.run("A", () -> assertThat(namesake.getStore()).isNull());
            assertThat(namesake).isNotEqualTo(storage);
        }
    }

    @Nested
    class Building {

        @Test
        void makesAnotherStorageEachTime() {
            AsyncLocalStorage.Builder<String> builder =
                    AsyncLocalStorage.<String>builder().name("built").defaultValue("default");
            AsyncLocalStorage<String> first = builder.build();
            AsyncLocalStorage<String> second = builder.name("second").build();

            first.run("A", () -> assertThat(second.getStore()).isEqualTo("default"));
            assertThat(first.name()).isEqualTo("built");
            assertThat(second.name()).isEqualTo("second");
        }

        @Test
        void takesANullDefaultForNone() {
            AsyncLocalStorage<String> built = AsyncLocalStorage.<String>builder()
                    .defaultValue("default")
                    .defaultValue(null)
                    .build();

            assertThat(built.getStore()).isNull();
        }

        @Test
        void refusesANullName() {
            assertThatNullPointerException().isThrownBy(() -> AsyncLocalStorage.named(null));
            assertThatNullPointerException()
                    .isThrownBy(() -> AsyncLocalStorage.builder().name(null));
        }
    }

    @Nested
    class Nulls {

        @Test
        void areRefusedAsCallbacksBeforeAnythingChanges() {
            storage.run("A", () -> {
                ContextFrame before = CurrentFrame.get();

                assertThatNullPointerException().isThrownBy(() -> storage.run("B", (Runnable) null));
                assertThatNullPointerException()
                        .isThrownBy(() -> storage.run("B", (ThrowingSupplier<String, RuntimeException>) null));
                assertThatNullPointerException()
                        .isThrownBy(
                                () -> storage.run("B", (ThrowingFunction<String, String, RuntimeException>) null, "x"));
                assertThatNullPointerException().isThrownBy(() -> storage.exit((Runnable) null));
                assertThatNullPointerException()
                        .isThrownBy(() -> storage.exit((ThrowingSupplier<String, RuntimeException>) null));
                assertThatNullPointerException()
                        .isThrownBy(() -> storage.exit((ThrowingFunction<String, String, RuntimeException>) null, "x"));

                assertThat(CurrentFrame.get()).isSameAs(before);
            });
        }
    }
}
