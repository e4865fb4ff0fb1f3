// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Interfaces of every kind, bound by {@code bind(Class, target)}. */
class BoundProxyTest {

    private static final AsyncLocalStorage<String> STORAGE = new AsyncLocalStorage<>();

    private final Snapshot snapshot = STORAGE.run("bound", () -> AsyncLocalStorage.snapshot());

    /** Everything that a target does, it does with the store it sees. */
    interface PackagePrivate {

        String see();

        default String seeByDefault() {
            return "default " + STORAGE.getStore() + " then " + see();
        }

        static String seeByStatic() {
            return "static " + STORAGE.getStore();
        }
    }

    /** Default methods that compose: whoever calls what they give sees whether its parts are bound. */
    public interface Greeting {

        String see();

        default Supplier<String> greet() {
            return () -> "hello " + see();
        }
    }

    public interface PlainGreeting extends Greeting {}

    public interface LoudGreeting extends Greeting {

        @Override
        default Supplier<String> greet() {
            String now = see();
            return () -> "HELLO " + now + " then " + see();
        }
    }

    private interface SecretGreeting extends Greeting {

        @Override
        default Supplier<String> greet() {
            String now = see();
            return () -> "psst " + now;
        }
    }

    public interface Parsing<A> {

        String see();

        default Object parse(A argument) {
            return "anything";
        }
    }

    public interface TextParsing extends Parsing<String> {

        @Override
        default Supplier<String> parse(String argument) {
            String now = see();
            return () -> argument + " " + now + " then " + see();
        }
    }

    private interface Private {

        String see();
    }

    interface Generic<A, R extends Comparable<R>> {

        R apply(A argument, int count, A[] more);
    }

    interface StringGeneric extends Generic<String, String> {

        @Override
        String apply(String argument, int count, String[] more);
    }

    interface Checked {

        void run(Exception thrown) throws IOException, TimeoutException;
    }

    sealed interface Sealed permits Only {}

    record Only() implements Sealed {}

    static class SeeStore implements PackagePrivate {

        @Override
        public String see() {
            return STORAGE.getStore();
        }
    }

    @Nested
    class Calls {

        @Test
        void runInTheContext() {
            PackagePrivate bound = snapshot.bind(PackagePrivate.class, new SeeStore());

            STORAGE.run("caller", () -> {
                assertThat(bound.see()).isEqualTo("bound");
                assertThat(STORAGE.getStore()).isEqualTo("caller");
            });
        }

        @Test
        void ofDefaultMethodsRunInTheContext() {
            PackagePrivate bound = snapshot.bind(PackagePrivate.class, new SeeStore());

            assertThat(bound.seeByDefault()).isEqualTo("default bound then bound");
        }

        @Test
        void ofAnOverriddenDefaultMethodReachTheTarget() {
            PackagePrivate bound = snapshot.bind(PackagePrivate.class, new SeeStore() {
                @Override
                public String seeByDefault() {
                    return "overridden " + STORAGE.getStore();
                }
            });

            assertThat(bound.seeByDefault()).isEqualTo("overridden bound");
        }

        @Test
        void ofADefaultMethodThatASubInterfaceOverridesReachTheTarget() {
            LoudGreeting loud = () -> STORAGE.getStore();
            SecretGreeting secret = () -> STORAGE.getStore();
            class Both implements PlainGreeting, LoudGreeting {

                @Override
                public String see() {
                    return STORAGE.getStore();
                }
            }

            assertThat(snapshot.bind(Greeting.class, loud).greet().get()).isEqualTo("HELLO bound then null");
            assertThat(snapshot.bind(Greeting.class, secret).greet().get()).isEqualTo("psst bound");
            assertThat(snapshot.bind(Greeting.class, new Both()).greet().get()).isEqualTo("HELLO bound then null");
            assertThat(snapshot.bind(PlainGreeting.class, new Both()).greet().get())
                    .isEqualTo("HELLO bound then null");
        }

        @Test
        void ofADefaultMethodThatASubInterfaceOverridesWithOtherTypesReachTheTarget() {
            TextParsing target = () -> STORAGE.getStore();
            @SuppressWarnings("unchecked")
            Parsing<String> bound = snapshot.bind(Parsing.class, target);

            assertThat(bound.parse("a"))
                    .isInstanceOfSatisfying(
                            Supplier.class, parsed -> assertThat(parsed.get()).isEqualTo("a bound then null"));
        }

        @Test
        void ofDefaultMethodsOfTheInterfaceItselfRunOnTheProxy() {
            TextParsing parsing = snapshot.bind(TextParsing.class, () -> STORAGE.getStore());
            Parsing<String> asSuper = parsing;
            LoudGreeting loud = snapshot.bind(LoudGreeting.class, () -> STORAGE.getStore());
            Greeting plain = snapshot.bind(PlainGreeting.class, () -> STORAGE.getStore());

            assertThat(loud.greet().get()).isEqualTo("HELLO bound then bound");
            assertThat(plain.greet().get()).isEqualTo("hello bound");
            assertThat(parsing.parse("a").get()).isEqualTo("a bound then bound");
            assertThat(asSuper.parse("a"))
                    .isInstanceOfSatisfying(
                            Supplier.class, parsed -> assertThat(parsed.get()).isEqualTo("a bound then bound"));
        }

        @Test
        void ofStaticMethodsStayWithTheCaller() {
            PackagePrivate bound = snapshot.bind(PackagePrivate.class, PackagePrivate::seeByStatic);

            assertThat(PackagePrivate.seeByStatic()).isEqualTo("static null");
            assertThat(bound.see()).isEqualTo("static bound");
        }

        @Test
        void reachALambdaBehindAPrivateInterface() {
            Private bound = snapshot.bind(Private.class, () -> STORAGE.getStore());

            assertThat(bound.see()).isEqualTo("bound");
        }

        @Test
        void passGenericPrimitiveAndArrayArguments() {
            List<Object> seen = new ArrayList<>();
            StringGeneric target = (argument, count, more) -> {
                seen.add(List.of(argument, count, List.of(more)));
                return STORAGE.getStore();
            };
            StringGeneric bound = snapshot.bind(StringGeneric.class, target);
            Generic<String, String> asSuper = bound;

            assertThat(bound.apply("a", 1, new String[] {"b", "c"})).isEqualTo("bound");
            assertThat(asSuper.apply("d", 2, new String[0])).isEqualTo("bound");
            assertThat(seen).containsExactly(List.of("a", 1, List.of("b", "c")), List.of("d", 2, List.of()));
        }

        @Test
        void reachInterfacesOfTheJdk() {
            List<String> seen = new ArrayList<>();
            @SuppressWarnings("unchecked")
            Comparator<String> bound = snapshot.bind(Comparator.class, (Comparator<String>) (a, b) -> {
                seen.add(STORAGE.getStore());
                return a.compareTo(b);
            });

            assertThat(bound.compare("a", "b")).isNegative();
            assertThat(seen).containsExactly("bound");
        }

        @Test
        void ofWhatADefaultMethodComposesRunInTheContext() {
            List<String> seen = new ArrayList<>();
            Predicate<String> target = ignored -> seen.add(STORAGE.getStore());
            @SuppressWarnings("unchecked")
            Predicate<String> bound = snapshot.bind(Predicate.class, target);

            assertThat(snapshot.bindPredicate(target).negate().test("x")).isFalse();
            assertThat(bound.negate().test("x")).isFalse();
            assertThat(seen).containsExactly("bound", "bound");
        }

        @Test
        void reachATargetThatIsAProxyItself() {
            Supplier<?> proxy = (Supplier<?>) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Supplier.class},
                    (self, method, arguments) -> method.getName() + " " + STORAGE.getStore());
            Supplier<?> bound = snapshot.bind(Supplier.class, proxy);
            Supplier<?> boundTwice = AsyncLocalStorage.snapshot().bind(Supplier.class, bound);

            assertThat(bound.get()).isEqualTo("get bound");
            assertThat(boundTwice.get()).isEqualTo("get bound");
        }

        @Test
        void reachAnInterfaceOfAnotherClassLoader() throws Exception {
            Class<?> foreign = new ForeignLoader().loadClass(ForeignLoader.NAME);
            List<String> seen = new ArrayList<>();
            Object target = Proxy.newProxyInstance(foreign.getClassLoader(), new Class<?>[] {foreign}, (self, m, a) -> {
                seen.add(STORAGE.getStore());
                return "called";
            });

            Object bound = bindUntyped(foreign, target);

            assertThat(foreign.getClassLoader()).isNotSameAs(getClass().getClassLoader());
            assertThat(foreign.isInstance(bound)).isTrue();
            var see = foreign.getDeclaredMethod("see");
            see.setAccessible(true);
            assertThat(see.invoke(bound)).isEqualTo("called");
            assertThat(seen).containsExactly("bound");
        }

        private <I> Object bindUntyped(Class<I> type, Object target) {
            return snapshot.bind(type, type.cast(target));
        }
    }

    @Nested
    class Exceptions {

        @Test
        void areTheSameObjects() {
            Checked bound = snapshot.bind(Checked.class, thrown -> {
                if (thrown instanceof IOException e) {
                    throw e;
                }
                if (thrown instanceof TimeoutException e) {
                    throw e;
                }
                throw (RuntimeException) thrown;
            });
            Exception[] all = {new IOException("a"), new TimeoutException("b"), new IllegalStateException("c")};

            for (Exception thrown : all) {
                STORAGE.run("caller", () -> {
                    assertThatThrownBy(() -> bound.run(thrown)).isSameAs(thrown);
                    assertThat(STORAGE.getStore()).isEqualTo("caller");
                });
            }
        }

        @Test
        void mayBeErrors() {
            Error thrown = new LinkageError("thrown");
            Checked bound = snapshot.bind(Checked.class, ignored -> {
                throw thrown;
            });

            assertThatThrownBy(() -> bound.run(null)).isSameAs(thrown);
        }
    }

    @Nested
    class Identity {

        private final PackagePrivate target = new SeeStore();

        private final PackagePrivate bound = snapshot.bind(PackagePrivate.class, target);

        @Test
        void isEqualWhereTargetAndContextAre() {
            PackagePrivate again = snapshot.bind(PackagePrivate.class, target);

            assertThat(again).isNotSameAs(bound).isEqualTo(bound).hasSameHashCodeAs(bound);
            assertThat(bound.equals(bound)).isTrue();
        }

        @Test
        void letsAListenerBeTakenOffThroughAnotherObjectBoundAlike() {
            List<PackagePrivate> listeners = new ArrayList<>();
            STORAGE.run("A", () -> {
                listeners.add(AsyncLocalStorage.bind(PackagePrivate.class, target));
                STORAGE.run("B", () -> listeners.add(AsyncLocalStorage.bind(PackagePrivate.class, target)));

                assertThat(listeners.remove(AsyncLocalStorage.bind(PackagePrivate.class, target)))
                        .isTrue();
            });

            assertThat(listeners).extracting(PackagePrivate::see).containsExactly("B");
        }

        @Test
        void isTheSameWhetherAHookIsEnabledOrNot() {
            STORAGE.run("A", () -> {
                PackagePrivate before = AsyncLocalStorage.bind(PackagePrivate.class, target);
                AsyncHook hook =
                        AsyncHooks.createHook(new AsyncHooks.Callbacks() {}).enable();
                try {
                    PackagePrivate first = AsyncLocalStorage.bind(PackagePrivate.class, target);
                    PackagePrivate second = AsyncLocalStorage.bind(PackagePrivate.class, target);

                    assertThat(first).isEqualTo(second).isEqualTo(before).hasSameHashCodeAs(second);
                    assertThat(first.see()).isEqualTo("A");
                    STORAGE.run(
                            "B",
                            () -> assertThat(AsyncLocalStorage.bind(PackagePrivate.class, target))
                                    .isNotEqualTo(first));
                } finally {
                    hook.disable();
                }
            });
        }

        @Test
        void differsByTheResourceThatWasGiven() {
            AsyncResource resource = new AsyncResource("TEST");

            assertThat(resource.bind(PackagePrivate.class, target))
                    .isEqualTo(resource.bind(PackagePrivate.class, target))
                    .isNotEqualTo(new AsyncResource("TEST").bind(PackagePrivate.class, target));
        }

        @Test
        void differsByTargetAndByContext() {
            assertThat(bound)
                    .isNotEqualTo(snapshot.bind(PackagePrivate.class, new SeeStore()))
                    .isNotEqualTo(AsyncLocalStorage.bind(PackagePrivate.class, target))
                    .isNotEqualTo(target)
                    .isNotEqualTo(null)
                    .isNotEqualTo(Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {PackagePrivate.class},
                            (self, method, arguments) -> null));
        }

        @Test
        void usesEqualsOfTheTarget() {
            Supplier<?> first = snapshot.bind(Supplier.class, new EqualSupplier("same"));
            Supplier<?> second = snapshot.bind(Supplier.class, new EqualSupplier("same"));

            assertThat(first).isEqualTo(second).hasSameHashCodeAs(new EqualSupplier("same"));
        }

        @Test
        void hasTheTextOfTheTarget() {
            assertThat(bound).hasToString(target.toString());
            assertThat(snapshot.bind(Supplier.class, new EqualSupplier("text")))
                    .hasToString("EqualSupplier[value=text]");
        }

        record EqualSupplier(String value) implements Supplier<String> {

            @Override
            public String get() {
                return value;
            }
        }
    }

    @Nested
    class Refusals {

        @Test
        void ofAClass() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> snapshot.bind(SeeStore.class, new SeeStore()))
                    .withMessageContaining(SeeStore.class.getName());
        }

        @Test
        @SuppressWarnings("unchecked")
        void ofAnInterfaceThatItsModuleKeepsToItself() throws ClassNotFoundException {
            Class<Object> internal = (Class<Object>) Class.forName("sun.nio.ch.Interruptible");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> snapshot.bind(internal, new Object()))
                    .withMessageContaining("opens sun.nio.ch to io.alsx")
                    .withMessageContaining("java.base");
        }

        @Test
        void ofASealedInterface() {
            assertThatIllegalArgumentException().isThrownBy(() -> snapshot.bind(Sealed.class, new Only()));
        }

        @Test
        void ofNulls() {
            assertThatNullPointerException().isThrownBy(() -> snapshot.bind(Private.class, null));
            assertThatNullPointerException().isThrownBy(() -> snapshot.bind(null, "target"));
        }
    }

    /** Defines {@link PackagePrivate} once more, so that nothing here may access it without asking. */
    private static final class ForeignLoader extends ClassLoader {

        static final String NAME = PackagePrivate.class.getName();

        ForeignLoader() {
            super(BoundProxyTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(NAME)) {
                return super.loadClass(name, resolve);
            }
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
