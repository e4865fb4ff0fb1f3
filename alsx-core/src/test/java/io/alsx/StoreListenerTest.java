// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreListenerTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final AsyncLocalStorage<String> other = AsyncLocalStorage.named("other");

    private final ThreadLocal<String> kept = new ThreadLocal<>();

    private final List<String> changes = new ArrayList<>();

    @SuppressWarnings("UnnecessaryLambda") // one object, to be removed again
    private final BiConsumer<String, String> listener = (before, now) -> {
        changes.add(before + ">" + now);
        kept.set(now);
    };

    @BeforeEach
    void listen() {
        storage.addStoreListener(listener);
    }

    @AfterEach
    void stopListening() {
        storage.removeStoreListener(listener);
    }

    @Test
    void hearsOfEnteringAndLeavingByEveryForm() {
        storage.run("A", () -> {
            storage.run("B", () -> {});
            storage.exit(() -> {});
            storage.enterWith("C");
        });
        try (Scope scope = storage.withScope("D")) {
            assertThat(kept.get()).isEqualTo("D");
        }

        assertThat(changes)
                .containsExactly("null>A", "A>B", "B>A", "A>null", "null>A", "A>C", "C>null", "null>D", "D>null");
    }

    @Test
    void hearsNothingOfOtherStorages() {
        other.run("X", () -> other.enterWith("Y"));
        storage.run("A", () -> other.enterWith("Z"));

        assertThat(changes).containsExactly("null>A", "A>null");
        other.enterWith(null);
    }

    @Test
    void hearsOfSnapshotsAndResourcesOnOtherThreads() throws Exception {
        Runnable bound =
                storage.run("A", () -> AsyncLocalStorage.bind((Runnable) () -> changes.add("bound " + kept.get())));
        AsyncResource resource = storage.run("B", () -> new AsyncResource("R"));

        CompletableFuture.runAsync(() -> {
                    bound.run();
                    resource.runInAsyncScope(() -> changes.add("resource " + kept.get()));
                    changes.add("after " + kept.get());
                })
                .get();

        assertThat(changes).endsWith("null>A", "bound A", "A>null", "null>B", "resource B", "B>null", "after null");
    }

    @Test
    void takesTheDefaultValueForNoStore() {
        AsyncLocalStorage<String> withDefault =
                AsyncLocalStorage.<String>builder().defaultValue("D").build();
        withDefault.addStoreListener(listener);

        withDefault.exit(() -> {});
        withDefault.run("A", () -> withDefault.exit(() -> {}));
        withDefault.removeStoreListener(listener);

        assertThat(changes).containsExactly("null>A", "A>null", "null>A", "A>null");
    }

    @Test
    void isToldOfTheNextChangeOnAThreadAfterAnotherOneDisabledTheStorage() {
        storage.run("A", () -> CompletableFuture.runAsync(storage::disable).join());

        assertThat(kept.get()).isNull();
    }

    @Test
    void hearsOfDisableOnItsThread() {
        storage.run("A", () -> {
            storage.disable();
            assertThat(kept.get()).isNull();
        });

        assertThat(kept.get()).isNull();
    }

    @Test
    void neverFailsTheCodeWhoseContextChanges() {
        List<Throwable> reported = reportedWith(
                (was, now) -> {
                    throw new IllegalStateException(was + ">" + now);
                },
                () -> assertThat(storage.<String, RuntimeException>run("A", () -> "result"))
                        .isEqualTo("result"));

        assertThat(reported).extracting(Throwable::getMessage).containsExactly("null>A", "A>null");
        assertThat(changes).containsExactly("null>A", "A>null");
    }

    @Test
    void doesNotLeaveTheThreadInWhatAListenerEntered() {
        List<Throwable> reported = reportedWith((was, now) -> other.enterWith("entered by a listener"), () -> {
            storage.run("A", () -> {
                assertThat(storage.getStore()).isEqualTo("A");
                assertThat(other.getStore()).isNull();
            });
            assertThat(storage.getStore()).isNull();
            assertThat(other.getStore()).isNull();
        });

        assertThat(reported)
                .hasSize(2)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("listener"));
    }

    @Test
    void tellsTheOthersThatWhatAListenerEnteredWasTakenBack() {
        List<Throwable> reported = reportedWith(
                (was, now) -> {
                    if (was == null) {
                        storage.enterWith("entered by a listener");
                    }
                },
                () -> storage.run("A", () -> assertThat(kept.get()).isEqualTo("A")));

        assertThat(reported).hasSize(1);
        assertThat(changes).containsExactly("null>A", "A>entered by a listener", "entered by a listener>A", "A>null");
    }

    @Test
    void tellsTheOthersLastWhereAListenerEntersAgainAsThatIsTakenBack() {
        reportedWith(
                (was, now) -> {
                    if (now != null) {
                        storage.enterWith("entered by a listener");
                    }
                },
                () -> storage.run("A", () -> {
                    assertThat(kept.get()).isEqualTo("A");
                    assertThat(storage.getStore()).isEqualTo("A");
                }));

        assertThat(kept.get()).isNull();
    }

    @Test
    void tellsThoseBehindWhoseStoreChangedInWhatWasTakenBackAlone() {
        reportedWith((was, now) -> other.enterWith("entered by a listener"), () -> {
            List<String> heard = new ArrayList<>();
            BiConsumer<String, String> behind = (was, now) -> heard.add(was + ">" + now);
            other.addStoreListener(behind);
            storage.run("A", () -> other.removeStoreListener(behind));

            assertThat(heard).containsExactly("null>entered by a listener", "entered by a listener>null");
        });
    }

    @Test
    void letsAListenerRunInAnotherContextAndComeBack() {
        List<Throwable> reported = reportedWith(
                (was, now) -> other.run("for a while", () -> changes.add(other.getStore())),
                () -> storage.run("A", () -> assertThat(other.getStore()).isNull()));

        assertThat(reported).isEmpty();
        assertThat(changes).containsExactly("null>A", "for a while", "A>null", "for a while");
    }

    /** What goes to the thread's handler while there is another listener. */
    private List<Throwable> reportedWith(BiConsumer<String, String> another, Runnable code) {
        List<Throwable> reported = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        storage.addStoreListener(another);
        thread.setUncaughtExceptionHandler((where, error) -> reported.add(error));
        try {
            code.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
            storage.removeStoreListener(another);
        }
        return reported;
    }

    @Test
    void isNeverNull() {
        assertThatNullPointerException().isThrownBy(() -> storage.addStoreListener(null));
        assertThatNullPointerException().isThrownBy(() -> storage.removeStoreListener(null));
    }

    @Test
    void hearsNothingOnceRemoved() {
        assertThat(storage.removeStoreListener(listener)).isTrue();
        assertThat(storage.removeStoreListener(listener)).isFalse();

        storage.run("A", () -> {});

        assertThat(changes).isEmpty();
    }
}
