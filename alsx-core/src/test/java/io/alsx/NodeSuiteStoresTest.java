// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that Node's test files of these names pin down: what a store is, and when it is there. */
class NodeSuiteStoresTest {

    private final AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<Object> other = new AsyncLocalStorage<>();

    private final TaskLoop loop = new TaskLoop();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void assertStore(Object expected) {
        assertThat(storage.getStore()).isSameAs(expected);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-args.js")
    void passesArguments() {
        Object argument = new Object();

        assertThat(storage.<Object, Object, RuntimeException>run("A", given -> given, argument))
                .isSameAs(argument);
        assertThat(storage.<Object, Object, RuntimeException>exit(given -> given, argument))
                .isSameAs(argument);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-misc-stores.js")
    void takesAnyObjectForAStore() {
        for (Object store : List.of("text", new Object(), 42, List.of(), 0, false, "")) {
            storage.run(store, () -> assertStore(store));
        }
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-nested.js")
    void restoresTheOuterStore() {
        storage.run("outer", () -> {
            storage.run("inner", () -> assertStore("inner"));
            assertStore("outer");
            storage.exit(() -> assertStore(null));
            assertStore("outer");
        });
        assertStore(null);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-enable-disable.js")
    void hidesTheStoreFromTasksThatWereStartedBeforeDisable() {
        storage.run("first", () -> {
            CompletableFuture<String> disabled = new CompletableFuture<>();
            loop.start(() -> {
                disabled.join();
                assertStore(null);
            });
            storage.disable();
            disabled.complete("done");
            assertStore(null);
            storage.exit(() -> assertStore(null));
            assertStore(null);
            loop.start(() -> assertStore(null));
            storage.run("second", () -> loop.start(() -> assertStore("second")));
        });
        loop.finish();
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-enter-with.js")
    void reachesWhatTheTaskStartsAndNotItsSiblings() {
        loop.start(() -> {
            storage.enterWith("entered");
            loop.later(5, () -> assertStore("entered"));
        });
        loop.later(10, () -> assertStore(null));
        loop.finish();
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-enter-with.js")
    void doesNotReachWhoWaitsForTheResult() {
        CompletableFuture<String> link = CompletableFuture.supplyAsync(
                AsyncLocalStorage.bindSupplier(() -> {
                    storage.enterWith("in a stage");
                    return "result";
                }),
                loop.thread());
        assertThat(link.join()).isEqualTo("result");
        assertStore(null);

        CompletableFuture<Object> next = link.thenApply(AsyncLocalStorage.bindFunction(result -> {
            assertStore(null);
            storage.enterWith("in the next one");
            return result;
        }));
        assertThat(next.join()).isEqualTo("result");
        assertStore(null);

        storage.run("caller", () -> {
            enterAndReturnAFuture().join();
            assertStore("before the first stage");
        });
        assertStore(null);
    }

    private CompletableFuture<Void> enterAndReturnAFuture() {
        storage.enterWith("before the first stage");
        return CompletableFuture.runAsync(AsyncLocalStorage.bind(() -> storage.enterWith("later")), loop.thread());
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-isolation.js")
    void neverChangesAnotherStorage() {
        storage.run("A", () -> {
            other.run("B", () -> assertStore("A"));
            other.enterWith("C");
            assertStore("A");
            storage.run("inner", () -> assertThat(other.getStore()).isEqualTo("C"));
            storage.disable();
            assertThat(other.getStore()).isEqualTo("C");
        });
        assertThat(other.getStore()).isEqualTo("C");
        other.disable();
        assertThat(other.getStore()).isNull();
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-exit-does-not-leak.js")
    void alternatesRunAndExit() {
        alternate(100);
        assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
    }

    private void alternate(int levels) {
        if (levels > 0) {
            Object store = levels;
            storage.run(store, () -> {
                assertStore(store);
                storage.exit(() -> {
                    assertStore(null);
                    alternate(levels - 1);
                    assertStore(null);
                });
                assertStore(store);
            });
        }
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-deep-stack.js")
    void nestsAThousandTimes() {
        assertThat(OtherThread.callDeep(() -> storesRestored(1000) + " and then " + storage.getStore()))
                .isEqualTo("1000 and then null");
    }

    private int storesRestored(int levels) {
        if (levels == 0) {
            return 0;
        }
        Object store = levels;
        return storage.run(store, () -> {
            int below = storesRestored(levels - 1);
            return storage.getStore() == store ? below + 1 : below;
        });
    }

    @Test
    @DisplayName("parallel/test-als-defaultvalue.js")
    void hasADefaultValueAndAName() {
        Object value = new Object();
        AsyncLocalStorage<Object> defaulting =
                AsyncLocalStorage.builder().name("named").defaultValue(value).build();

        assertThat(defaulting.name()).isEqualTo("named");
        assertThat(defaulting.getStore()).isSameAs(value);
        assertThat(AsyncLocalStorage.builder().defaultValue(null).build().getStore())
                .isNull();
        assertThatNullPointerException().isThrownBy(() -> AsyncLocalStorage.named(null));
    }

    @Test
    @DisplayName("parallel/test-als-defaultvalue-original.js")
    void hidesTheDefaultValueWhileSomethingIsEntered() {
        AsyncLocalStorage<Object> defaulting =
                AsyncLocalStorage.builder().defaultValue("default").build();

        defaulting.run("A", () -> assertThat(defaulting.getStore()).isEqualTo("A"));
        defaulting.exit(() -> assertThat(defaulting.getStore()).isNull());
        assertThat(defaulting.getStore()).isEqualTo("default");
        assertThat(storage.name()).isEmpty();
    }

    @Test
    @DisplayName("parallel/test-async-local-storage-run-scope.js")
    void restoresWhereTheScopeIsClosed() {
        RuntimeException thrown = new RuntimeException("thrown");
        AsyncLocalStorage<Object> defaulting =
                AsyncLocalStorage.builder().defaultValue("default").build();

        try (Scope outer = storage.withScope("outer")) {
            assertStore("outer");
            try (Scope inner = storage.withScope("inner");
                    Scope beside = other.withScope("beside")) {
                assertStore("inner");
                assertThat(other.getStore()).isEqualTo("beside");
            }
            assertStore("outer");
            assertThat(other.getStore()).isNull();
        }
        assertStore(null);
        assertThatThrownBy(() -> {
                    try (Scope scope = storage.withScope("failing")) {
                        throw thrown;
                    }
                })
                .isSameAs(thrown);
        assertStore(null);
        Scope twice = defaulting.withScope("A");
        twice.close();
        assertThat(defaulting.getStore()).isEqualTo("default");
        defaulting.run("B", () -> {
            twice.close();
            assertThat(defaulting.getStore()).isEqualTo("B");
        });
    }
}
