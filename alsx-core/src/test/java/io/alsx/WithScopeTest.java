// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WithScopeTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> withDefault =
            AsyncLocalStorage.<String>builder().defaultValue("default").build();

    @AfterEach
    void clear() {
        storage.enterWith(null);
        other.enterWith(null);
    }

    @Test
    void entersUntilItIsClosed() {
        storage.run("A", () -> {
            try (Scope scope = storage.withScope("B")) {
                assertThat(storage.getStore()).isEqualTo("B");
            }
            assertThat(storage.getStore()).isEqualTo("A");
        });
    }

    @Test
    void closesOnException() {
        RuntimeException thrown = new IllegalStateException("thrown");

        assertThatThrownBy(() -> {
                    try (Scope scope = storage.withScope("A")) {
                        throw thrown;
                    }
                })
                .isSameAs(thrown);
        assertThat(thrown.getSuppressed()).isEmpty();
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void restoresEvenTheSameStore() {
        storage.run("A", () -> {
            try (Scope scope = storage.withScope("A")) {
                storage.enterWith("B");
            }
            assertThat(storage.getStore()).isEqualTo("A");
        });
    }

    @Test
    void hidesStoreAndDefaultWithNull() {
        try (Scope scope = withDefault.withScope("A")) {
            try (Scope inner = withDefault.withScope(null)) {
                assertThat(withDefault.getStore()).isNull();
            }
            assertThat(withDefault.getStore()).isEqualTo("A");
        }
        assertThat(withDefault.getStore()).isEqualTo("default");
    }

    @Test
    void doesNothingWhenClosedAgain() {
        Scope scope = storage.withScope("A");
        scope.close();
        storage.enterWith("B");
        scope.close();

        assertThat(storage.getStore()).isEqualTo("B");
    }

    @Test
    void putsBackWhatItFoundWhenClosedOutOfOrder() {
        Scope outer = storage.withScope("A");
        Scope inner = storage.withScope("B");

        outer.close();
        assertThat(storage.getStore()).isNull();
        inner.close();
        assertThat(storage.getStore()).isEqualTo("A");
    }

    @Test
    void keepsScopesOfSeveralStoragesApartInAnyOrder() {
        Scope ofStorage = storage.withScope("A");
        Scope ofOther = other.withScope("B");
        Scope ofStorageAgain = storage.withScope("A2");

        ofStorageAgain.close();
        assertThat(storage.getStore()).isEqualTo("A");
        assertThat(other.getStore()).isEqualTo("B");

        ofStorage.close();
        assertThat(storage.getStore()).isNull();
        assertThat(other.getStore()).isEqualTo("B");

        ofOther.close();
        assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
    }

    @Test
    void endsWithTheSurroundingRunWhenLeftOpen() {
        storage.run("A", () -> {
            storage.run("B", () -> storage.withScope("C"));
            assertThat(storage.getStore()).isEqualTo("A");
        });
    }

    @Test
    void putsBackTheOldStoreWhenClosedAfterTheSurroundingRun() {
        Scope late = storage.run("A", () -> storage.withScope("B"));
        assertThat(storage.getStore()).isNull();

        late.close();
        assertThat(storage.getStore()).isEqualTo("A");
    }

    @Test
    void changesOnlyItsOwnStorageWhenClosedLate() {
        Scope late = other.run("B", () -> storage.withScope("A"));

        other.run("C", () -> {
            late.close();
            assertThat(storage.getStore()).isNull();
            assertThat(other.getStore()).isEqualTo("C");
        });
    }

    @Test
    void staysInWhatWasCapturedInside() {
        Snapshot captured;
        try (Scope scope = storage.withScope("A")) {
            captured = AsyncLocalStorage.snapshot();
        }

        captured.run(() -> assertThat(storage.getStore()).isEqualTo("A"));
    }

    @Test
    void actsInTheContextWhereItIsClosed() {
        Snapshot empty = AsyncLocalStorage.snapshot();
        Scope scope = storage.run("A", () -> storage.withScope("B"));
        storage.enterWith("C");

        empty.run(() -> {
            scope.close();
            assertThat(storage.getStore()).isEqualTo("A");
        });
        assertThat(storage.getStore()).isEqualTo("C");
    }

    @Test
    void changesNothingWhenClosedOnAnotherThreadAndStaysOpen() {
        Scope scope = storage.withScope("A");

        OtherThread.run(() -> {
            scope.close();
            assertThat(storage.getStore()).isNull();
            storage.run("B", () -> {
                scope.close();
                assertThat(storage.getStore()).isEqualTo("B");
            });
        });
        assertThat(storage.getStore()).isEqualTo("A");

        scope.close();
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void isStillClosedAfterAnotherThreadTried() {
        Scope scope = storage.withScope("A");
        scope.close();
        OtherThread.run(scope::close);
        storage.enterWith("B");
        scope.close();

        assertThat(storage.getStore()).isEqualTo("B");
    }

    @Test
    void staysOpenWhereNullWasEnteredOverNothing() {
        Scope scope = storage.withScope(null);
        storage.enterWith("A");
        other.enterWith("B");
        scope.close();

        assertThat(storage.getStore()).isNull();
        assertThat(other.getStore()).isEqualTo("B");
    }
}
