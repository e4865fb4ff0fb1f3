// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnterWithTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> withDefault =
            AsyncLocalStorage.<String>builder().defaultValue("default").build();

    @AfterEach
    void clear() {
        storage.enterWith(null);
        other.enterWith(null);
        withDefault.disable();
    }

    @Test
    void lastsForTheRestOfABareThread() {
        storage.enterWith("A");
        assertThat(storage.getStore()).isEqualTo("A");

        storage.enterWith("B");
        assertThat(storage.getStore()).isEqualTo("B");

        storage.enterWith(null);
        assertThat(storage.getStore()).isNull();
        assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
    }

    @Test
    void endsWithTheEnclosingRun() {
        storage.enterWith("A");
        storage.run("B", () -> {
            storage.enterWith("C");
            assertThat(storage.getStore()).isEqualTo("C");
        });

        assertThat(storage.getStore()).isEqualTo("A");
    }

    @Test
    void endsWithTheEnclosingScope() {
        try (Scope scope = storage.withScope("A")) {
            storage.enterWith("B");
            assertThat(storage.getStore()).isEqualTo("B");
        }

        assertThat(storage.getStore()).isNull();
    }

    @Test
    void endsWithTheEnclosingSnapshotRun() {
        AsyncLocalStorage.snapshot().run(() -> storage.enterWith("A"));

        assertThat(storage.getStore()).isNull();
    }

    @Test
    void endsWithTheEnclosingResourceScope() {
        new AsyncResource("TEST").runInAsyncScope(() -> storage.enterWith("A"));

        assertThat(storage.getStore()).isNull();
    }

    @Test
    void survivesARunOfAnotherStorage() {
        storage.run("A", () -> other.enterWith("B"));

        assertThat(storage.getStore()).isNull();
        assertThat(other.getStore()).isEqualTo("B");
    }

    @Test
    void survivesAnExceptionalRunOfAnotherStorage() {
        try {
            storage.run("A", () -> {
                other.enterWith("B");
                throw new IllegalStateException();
            });
        } catch (IllegalStateException expected) {
            assertThat(other.getStore()).isEqualTo("B");
        }

        assertThat(storage.getStore()).isNull();
        assertThat(other.getStore()).isEqualTo("B");
    }

    @Test
    void survivesAScopeOfAnotherStorage() {
        try (Scope scope = storage.withScope("A")) {
            other.enterWith("B");
        }

        assertThat(storage.getStore()).isNull();
        assertThat(other.getStore()).isEqualTo("B");
    }

    @Test
    void canTakeAnotherStorageOutInsideARun() {
        other.enterWith("B");
        storage.run("A", () -> other.enterWith(null));

        assertThat(other.getStore()).isNull();
    }

    @Test
    void mayHappenInterlacedWithRunsOfSeveralStorages() {
        other.run("B", () -> {
            storage.run("A", () -> {
                other.enterWith("B2");
                storage.enterWith("A2");
                other.run("B3", () -> storage.enterWith("A3"));
                assertThat(other.getStore()).isEqualTo("B2");
                assertThat(storage.getStore()).isEqualTo("A3");
            });
            assertThat(other.getStore()).isEqualTo("B2");
            assertThat(storage.getStore()).isNull();
        });

        assertThat(other.getStore()).isNull();
    }

    @Test
    void reachesWhatIsCapturedAfterwardsOnly() {
        Snapshot before = AsyncLocalStorage.snapshot();
        storage.enterWith("A");
        Snapshot after = AsyncLocalStorage.snapshot();
        storage.enterWith("B");

        before.run(() -> assertThat(storage.getStore()).isNull());
        after.run(() -> assertThat(storage.getStore()).isEqualTo("A"));
    }

    @Test
    void reachesNoOtherThread() {
        storage.enterWith("A");

        OtherThread.run(() -> {
            assertThat(storage.getStore()).isNull();
            storage.enterWith("B");
        });
        assertThat(storage.getStore()).isEqualTo("A");
    }

    @Test
    void hidesTheDefaultValueWithNull() {
        withDefault.enterWith(null);

        assertThat(withDefault.getStore()).isNull();
    }
}
