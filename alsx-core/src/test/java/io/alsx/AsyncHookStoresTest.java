// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What hooks hear of storages and scopes. */
class AsyncHookStoresTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("request");

    private final AsyncLocalStorage<String> withDefault =
            AsyncLocalStorage.<String>builder().defaultValue("none").build();

    private final List<Object> heard = new ArrayList<>();

    private Consumer<AsyncLocalStorage<?>> onMissing = missing -> heard.add("missing " + missing.name());

    private void hearing(Runnable body) {
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
                    @Override
                    public void missing(AsyncLocalStorage<?> missing) {
                        onMissing.accept(missing);
                    }

                    @Override
                    public void entered(AsyncLocalStorage<?> entered) {
                        heard.add("entered " + entered.name());
                    }

                    @Override
                    public void opened(Scope scope) {
                        heard.add("opened");
                        heard.add(scope);
                    }

                    @Override
                    public void closed(Scope scope) {
                        heard.add("closed");
                        heard.add(scope);
                    }
                })
                .enable();
        try {
            body.run();
        } finally {
            hook.disable();
        }
    }

    @Nested
    class Missing {

        @Test
        void isToldOfAStoreThatWasNeverEntered() {
            hearing(() -> assertThat(storage.getStore()).isNull());
            assertThat(heard).containsExactly("missing request");
        }

        @Test
        void isToldOfAStoreThatIsMissingAmongOthers() {
            hearing(() -> withDefault.run(
                    "other", () -> assertThat(storage.getStore()).isNull()));
            assertThat(heard).containsExactly("missing request");
        }

        @Test
        void isToldBeforeRequireStoreFails() {
            hearing(() -> assertThatIllegalStateException().isThrownBy(storage::requireStore));
            assertThat(heard).containsExactly("missing request");
        }

        @Test
        void isNotToldOfAStoreThatIsThereNorOfADefaultValue() {
            hearing(() -> {
                storage.run("here", () -> assertThat(storage.getStore()).isEqualTo("here"));
                assertThat(withDefault.getStore()).isEqualTo("none");
            });
            assertThat(heard).isEmpty();
        }

        @Test
        void isNotToldWithoutAHook() {
            hearing(() -> {});
            assertThat(storage.getStore()).isNull();
            assertThat(heard).isEmpty();
        }

        @Test
        void isNotToldOfWhatACallbackAsksFor() {
            onMissing = missing -> heard.add(String.valueOf(storage.getStore()));
            hearing(storage::getStore);
            assertThat(heard).containsExactly("null");
        }

        @Test
        void reachesTheCodeThatAskedWithAnIllegalStateException() {
            onMissing = missing -> {
                throw new IllegalStateException("lost");
            };
            hearing(() -> assertThatIllegalStateException()
                    .isThrownBy(storage::getStore)
                    .withMessage("lost"));
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void hasEachHooksExceptionWithTheFirst() {
            onMissing = missing -> {
                throw new IllegalStateException("lost");
            };
            hearing(() -> hearing(() -> assertThatIllegalStateException()
                    .isThrownBy(storage::getStore)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))));
        }

        @Test
        void keepsAnyOtherExceptionFromTheCodeThatAsked() {
            AtomicReference<Throwable> uncaught = new AtomicReference<>();
            onMissing = missing -> {
                throw new UnsupportedOperationException("broken hook");
            };
            Thread thread = Thread.currentThread();
            Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
            thread.setUncaughtExceptionHandler((where, error) -> uncaught.set(error));
            try {
                hearing(() -> assertThat(storage.getStore()).isNull());
            } finally {
                thread.setUncaughtExceptionHandler(before);
            }
            assertThat(uncaught.get()).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Entered {

        @Test
        void isToldOfEnterWithAndOfNothingElse() {
            hearing(() -> Snapshot.empty().run(() -> {
                storage.run("run", () -> {});
                assertThat(heard).isEmpty();
                storage.enterWith("entered");
            }));
            assertThat(heard).containsExactly("entered request");
        }
    }

    @Nested
    class Scopes {

        @Test
        void areToldWithTheSameObject() {
            AtomicReference<Scope> opened = new AtomicReference<>();
            hearing(() -> {
                try (Scope scope = storage.withScope("here")) {
                    opened.set(scope);
                }
            });
            assertThat(heard).containsExactly("opened", opened.get(), "closed", opened.get());
        }

        @Test
        void areToldOfEachCallOfClose() {
            hearing(() -> {
                Scope scope = Snapshot.empty().enter();
                scope.close();
                scope.close();
            });
            assertThat(heard).filteredOn("closed"::equals).hasSize(2);
        }

        @Test
        void areToldOfACallOnAnotherThread() throws InterruptedException {
            AtomicReference<Thread> closing = new AtomicReference<>();
            AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
                        @Override
                        public void closed(Scope scope) {
                            closing.compareAndSet(null, Thread.currentThread());
                        }
                    })
                    .enable();
            try (Scope scope = storage.withScope("here")) {
                Thread other = new Thread(scope::close);
                other.start();
                other.join();
                assertThat(closing.get()).isSameAs(other);
                assertThat(storage.getStore()).isEqualTo("here");
            } finally {
                hook.disable();
            }
        }

        @Test
        void areEnteredWhenACallbackHearsOfThem() {
            List<String> seen = new ArrayList<>();
            AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
                        @Override
                        public void opened(Scope scope) {
                            seen.add(String.valueOf(storage.getStore()));
                        }

                        @Override
                        public void closed(Scope scope) {
                            seen.add(String.valueOf(storage.getStore()));
                        }
                    })
                    .enable();
            try (Scope scope = storage.withScope("here")) {
                assertThat(seen).containsExactly("here");
            } finally {
                hook.disable();
            }
            assertThat(seen).containsExactly("here", "null");
        }

        @Test
        void stayRightWhenACallbackFails() {
            AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
                        @Override
                        public void opened(Scope scope) {
                            throw new IllegalStateException("broken hook");
                        }
                    })
                    .enable();
            Thread thread = Thread.currentThread();
            Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
            thread.setUncaughtExceptionHandler((where, error) -> {});
            try (Scope scope = storage.withScope("here")) {
                assertThat(storage.getStore()).isEqualTo("here");
            } finally {
                thread.setUncaughtExceptionHandler(before);
                hook.disable();
            }
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(storage::requireStore);
        }
    }
}
