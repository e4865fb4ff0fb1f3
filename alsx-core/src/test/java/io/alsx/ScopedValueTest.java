// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * A storage beside a {@code java.lang.ScopedValue}: neither notices the other, and no context carries a scoped value.
 * What both do in a fork is in {@link StructuredConcurrencyTest}.
 */
@EnabledForJreRange(min = JRE.JAVA_25)
class ScopedValueTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final Scoped scoped = new Scoped();

    private final List<String> seen = new ArrayList<>();

    private void see() {
        seen.add(storage.getStore() + " " + scoped.get());
    }

    @Nested
    class Nesting {

        @Test
        void worksWithTheStorageOutside() {
            storage.run("A", () -> {
                scoped.where("1", () -> {
                    see();
                    scoped.where("2", ScopedValueTest.this::see);
                    see();
                });
                see();
            });
            see();

            assertThat(seen).containsExactly("A 1", "A 2", "A 1", "A none", "null none");
        }

        @Test
        void worksWithTheScopedValueOutside() {
            scoped.where("1", () -> {
                storage.run("A", () -> {
                    see();
                    storage.run("B", ScopedValueTest.this::see);
                    storage.exit(ScopedValueTest.this::see);
                    see();
                });
                see();
            });
            see();

            assertThat(seen).containsExactly("A 1", "B 1", "null 1", "A 1", "null 1", "null none");
        }

        @Test
        void worksInTurns() {
            storage.run(
                    "A",
                    () -> scoped.where(
                            "1", () -> storage.run("B", () -> scoped.where("2", ScopedValueTest.this::see))));

            assertThat(seen).containsExactly("B 2");
        }

        @Test
        void leavesAScopedValueAloneInASnapshot() {
            scoped.where("1", () -> {
                Snapshot snapshot = storage.run("A", () -> AsyncLocalStorage.snapshot());
                snapshot.run(ScopedValueTest.this::see);
                Snapshot.empty().run(() -> scoped.where("2", () -> snapshot.run(ScopedValueTest.this::see)));
                try (Scope scope = snapshot.enter()) {
                    see();
                }
                see();
            });

            assertThat(seen).containsExactly("A 1", "A 2", "A 1", "null 1");
        }

        /** A binding is no task: only what began inside it could end there. */
        @Test
        void keepsWhatIsEnteredInABinding() {
            storage.run("A", () -> {
                scoped.where("1", () -> storage.enterWith("B"));
                see();
            });

            assertThat(seen).containsExactly("B none");
        }
    }

    @Nested
    class Exceptions {

        private final RuntimeException thrown = new IllegalArgumentException("thrown");

        @Test
        void restoreBothWithTheStorageOutside() {
            assertThat(catchThrowable(() -> storage.run("A", () -> {
                        assertThat(catchThrowable(() -> scoped.where("1", () -> storage.run("B", this::fail))))
                                .isSameAs(thrown);
                        see();
                        scoped.where("2", this::fail);
                    })))
                    .isSameAs(thrown);
            see();

            assertThat(seen).containsExactly("B 1", "A none", "A 2", "null none");
        }

        @Test
        void restoreBothWithTheScopedValueOutside() {
            assertThat(catchThrowable(() -> scoped.where("1", () -> {
                        assertThat(catchThrowable(() -> storage.run("A", () -> scoped.where("2", this::fail))))
                                .isSameAs(thrown);
                        see();
                        storage.run("B", this::fail);
                    })))
                    .isSameAs(thrown);
            see();

            assertThat(seen).containsExactly("A 2", "null 1", "B 1", "null none");
        }

        private void fail() {
            see();
            throw thrown;
        }
    }

    /** Scoped values end with the call that binds them, by their design, and so nothing can capture them. */
    @Nested
    class BoundFunctions {

        @Test
        void doNotCarryAScopedValue() {
            List<Runnable> bound = new ArrayList<>();
            storage.run(
                    "A", () -> scoped.where("1", () -> bound.add(AsyncLocalStorage.bind(ScopedValueTest.this::see))));

            bound.get(0).run();
            OtherThread.run(bound.get(0));

            assertThat(seen).containsExactly("A none", "A none");
        }

        @Test
        void seeTheScopedValueOfTheirCaller() {
            List<Runnable> bound = new ArrayList<>();
            storage.run(
                    "A", () -> scoped.where("1", () -> bound.add(AsyncLocalStorage.bind(ScopedValueTest.this::see))));

            scoped.where("2", bound.get(0));
            OtherThread.run(() -> scoped.where("3", bound.get(0)));

            assertThat(seen).containsExactly("A 2", "A 3");
        }

        @Test
        void carryOneThatIsBoundWithinThem() {
            Runnable bound =
                    storage.run("A", () -> AsyncLocalStorage.bind(() -> scoped.where("1", ScopedValueTest.this::see)));

            OtherThread.run(bound);

            assertThat(seen).containsExactly("A 1");
        }

        @Test
        void areLikeResourcesInThis() {
            List<AsyncResource> resources = new ArrayList<>();
            storage.run("A", () -> scoped.where("1", () -> resources.add(new AsyncResource("R"))));

            resources.get(0).runInAsyncScope(ScopedValueTest.this::see);
            scoped.where("2", () -> resources.get(0).runInAsyncScope(ScopedValueTest.this::see));

            assertThat(seen).containsExactly("A none", "A 2");
        }
    }

    /** A scoped value as JDK 25 and later have it. */
    private static final class Scoped {

        private final Class<?> type = type("java.lang.ScopedValue");

        private final Object value = call(type, "newInstance", null, new Class<?>[0]);

        /** As {@code ScopedValue.where(value, bound).run(code)}. */
        void where(String bound, Runnable code) {
            Object carrier = call(type, "where", null, new Class<?>[] {type, Object.class}, value, bound);
            call(type("java.lang.ScopedValue$Carrier"), "run", carrier, new Class<?>[] {Runnable.class}, code);
        }

        /** As {@code value.orElse("none")}. */
        Object get() {
            return call(type, "orElse", value, new Class<?>[] {Object.class}, "none");
        }

        private static Class<?> type(String name) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }

        private static Object call(Class<?> type, String name, Object on, Class<?>[] parameters, Object... arguments) {
            try {
                return type.getMethod(name, parameters).invoke(on, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                throw new AssertionError(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
    }
}
