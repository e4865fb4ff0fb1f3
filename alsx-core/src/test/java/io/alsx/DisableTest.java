// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisableTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> withDefault =
            AsyncLocalStorage.<String>builder().defaultValue("default").build();

    @AfterEach
    void clear() {
        CurrentFrame.set(CurrentFrame.slot(), ContextFrame.EMPTY);
    }

    @Test
    void endsTheContextAtTopLevel() {
        storage.enterWith("A");
        storage.disable();

        assertThat(storage.getStore()).isNull();
        assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
    }

    @Test
    void endsEverySurroundingRun() {
        storage.run("A", () -> {
            storage.run("B", () -> {
                storage.disable();
                assertThat(storage.getStore()).isNull();
            });
            assertThat(storage.getStore()).isNull();
        });
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void mayBeCalledBeforeAnyUseAndTwice() {
        storage.disable();
        storage.disable();

        assertThat(storage.getStore()).isNull();
        storage.run("A", () -> assertThat(storage.getStore()).isEqualTo("A"));
    }

    @Test
    void letsALaterRunAffectOnlyItself() {
        storage.run("A", () -> {
            storage.disable();
            storage.run("B", () -> assertThat(storage.getStore()).isEqualTo("B"));
            assertThat(storage.getStore()).isNull();
        });
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void endsALaterEnterWithTogetherWithTheSurroundingRun() {
        storage.run("A", () -> {
            storage.disable();
            storage.enterWith("B");
            assertThat(storage.getStore()).isEqualTo("B");
        });
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void keepsWhatWasEnteredAfterwardsOutsideOfALaterRun() {
        storage.disable();
        storage.enterWith("A");
        storage.run("B", () -> {});

        assertThat(storage.getStore()).isEqualTo("A");
    }

    @Test
    void doesNotUncoverTheOuterStoreAfterAnEndedEnterWith() {
        storage.enterWith("A");
        storage.disable();
        storage.run("B", () -> {});

        assertThat(storage.getStore()).isNull();
    }

    @Test
    void endsCapturedSnapshotsAndResourcesForGood() {
        Snapshot captured = storage.run("A", () -> AsyncLocalStorage.snapshot());
        AsyncResource resource = storage.run("A", () -> new AsyncResource("TEST"));
        Runnable bound = storage.run(
                "A",
                () -> AsyncLocalStorage.bind(
                        (Runnable) () -> assertThat(storage.getStore()).isNull()));

        storage.disable();
        storage.run("B", () -> {
            captured.run(() -> assertThat(storage.getStore()).isNull());
            resource.runInAsyncScope(() -> assertThat(storage.getStore()).isNull());
            bound.run();
            assertThat(storage.getStore()).isEqualTo("B");
        });
        captured.run(() -> storage.run("C", () -> assertThat(storage.getStore()).isEqualTo("C")));
    }

    @Test
    void endsContextsThatAreCurrentOnOtherThreads() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch disabled = new CountDownLatch(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<String> seen = pool.submit(() -> storage.run("A", () -> {
                String before = storage.getStore();
                entered.countDown();
                assertThat(disabled.await(20, TimeUnit.SECONDS)).isTrue();
                return before + " then " + storage.getStore();
            }));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            storage.disable();
            disabled.countDown();

            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("A then null");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void doesNotBringTheStoreBackWhenAScopeFromBeforeIsClosed() {
        Scope outer = storage.withScope("A");
        Scope inner = storage.withScope("B");
        storage.disable();

        inner.close();
        assertThat(storage.getStore()).isNull();
        outer.close();
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void letsAScopeFromBeforeTakeOutWhatWasEnteredAfterwards() {
        Scope scope = storage.withScope("A");
        storage.disable();
        storage.enterWith("B");
        scope.close();

        assertThat(storage.getStore()).isNull();
    }

    @Test
    void isNotUndoneByExit() {
        storage.run("A", () -> {
            storage.disable();
            storage.exit(() -> assertThat(storage.getStore()).isNull());
            assertThat(storage.getStore()).isNull();
        });
    }

    @Test
    void lastsBeyondTheExitInWhichItWasCalled() {
        storage.run("A", () -> {
            storage.exit(storage::disable);
            assertThat(storage.getStore()).isNull();
        });
    }

    @Test
    void uncoversTheDefaultValue() {
        withDefault.run("A", () -> {
            withDefault.disable();
            assertThat(withDefault.getStore()).isEqualTo("default");
        });
        withDefault.exit(() -> {
            withDefault.disable();
            assertThat(withDefault.getStore()).isEqualTo("default");
        });
    }

    @Test
    void leavesOtherStoragesAlone() {
        other.run(
                "B",
                () -> storage.run("A", () -> {
                    storage.disable();
                    assertThat(other.getStore()).isEqualTo("B");
                    other.enterWith("C");
                }));
        assertThat(other.getStore()).isNull();
    }

    @Test
    void endsWithSeveralDisablesInsideOneRun() {
        storage.run("A", () -> {
            for (String store : new String[] {"B", "C", "D"}) {
                storage.disable();
                storage.enterWith(store);
                assertThat(storage.getStore()).isEqualTo(store);
            }
        });

        assertThat(storage.getStore()).isNull();
        assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
    }

    /** A listener is called in the middle of disable, which lets another thread disable and enter just there. */
    @Test
    void endsWhatWasEnteredBetweenTwoAtTheSameTime() {
        AtomicBoolean called = new AtomicBoolean();
        AtomicReference<ContextFrame> between = new AtomicReference<>();
        BiConsumer<String, String> listener = (before, after) -> {
            if (!called.getAndSet(true)) {
                between.set(OtherThread.call(() -> {
                    storage.disable();
                    return storage.run("B", () -> CurrentFrame.get());
                }));
            }
        };
        storage.enterWith("A");
        storage.addStoreListener(listener);
        try {
            storage.disable();
        } finally {
            storage.removeStoreListener(listener);
        }

        String store = between.get().run(storage::getStore);
        ContextFrame next = between.get().without(new ContextKey());

        assertThat(store).isNull();
        assertThat(next).as("what goes on from there").isSameAs(ContextFrame.EMPTY);
    }
}
