// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** By reflection on the running JDK: nothing that a later one adds goes by in silence. */
class FutureCompletenessTest {

    private static final List<Method> METHODS = Arrays.stream(CompletableFuture.class.getMethods())
            .filter(method -> method.getDeclaringClass() != Object.class)
            .filter(method -> !method.isBridge())
            .toList();

    /** Calls {@code completeAsync(Supplier, Executor)}. */
    private static final Set<String> DELEGATING = Set.of("completeAsync(Supplier)");

    private static final Set<String> STATIC_BUT_NOT_OFFERED = Set.of(
            "allOf(CompletableFuture[])",
            "anyOf(CompletableFuture[])",
            "completedStage(Object)",
            "failedStage(Throwable)",
            "delayedExecutor(long,TimeUnit)",
            "delayedExecutor(long,TimeUnit,Executor)");

    private static Set<String> signatures(Stream<Method> methods) {
        return methods.map(StageMethod::signature).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isStatic(Method method) {
        return Modifier.isStatic(method.getModifiers());
    }

    private static Predicate<Method> overriddenIn(Class<?> type) {
        return method -> {
            try {
                return type.getMethod(method.getName(), method.getParameterTypes())
                                .getDeclaringClass()
                        == type;
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        };
    }

    @Nested
    class OfContextFuture {

        @Test
        void everyMethodThatTakesAFunctionIsOverridden() {
            assertThat(signatures(METHODS.stream()
                            .filter(method -> !isStatic(method))
                            .filter(StageMethod::takesFunction)
                            .filter(overriddenIn(ContextFuture.class).negate())))
                    .isEqualTo(DELEGATING);
        }

        @Test
        void everyMethodOfAStageIsOneOfTheFuture() {
            assertThat(StageMethod.all())
                    .hasSizeGreaterThanOrEqualTo(42)
                    .allSatisfy(
                            method -> assertThat(signatures(METHODS.stream())).contains(method.toString()));
        }

        @Test
        void everyStageThatAMethodReturnsIsOfItsKind() throws Exception {
            Object[] values = {"value", 1L, TimeUnit.HOURS, (Executor) Runnable::run};
            for (Method method : METHODS) {
                if (!isStatic(method)
                        && CompletionStage.class.isAssignableFrom(method.getReturnType())
                        && !StageMethod.takesFunction(method)) {
                    Object[] arguments = Arrays.stream(method.getParameterTypes())
                            .map(type -> type == Object.class
                                    ? values[0]
                                    : type == long.class ? values[1] : type == TimeUnit.class ? values[2] : values[3])
                            .toArray();
                    CompletableFuture<Object> future = ContextFutures.newFuture();
                    assertThat(method.invoke(future, arguments))
                            .as("%s", method)
                            .isInstanceOf(ContextFuture.class);
                    future.complete("value");
                }
            }
        }

        @Test
        void everyDependentIsOfItsKind() {
            CompletionStage<?> future = ContextFutures.newFuture();
            CompletionStage<?> minimal = FutureSource.MINIMAL.of(new CompletableFuture<>());
            for (StageMethod method : StageMethod.all()) {
                CompletableFuture<?> other = new CompletableFuture<>();
                assertThat((Object) method.call(future, other, Runnable::run, arguments -> null))
                        .as("%s", method)
                        .isExactlyInstanceOf(ContextFuture.class);
                assertThat((Object) method.call(minimal, other, Runnable::run, arguments -> null))
                        .as("%s", method)
                        .isExactlyInstanceOf(MinimalContextFuture.class);
            }
        }

        /** With either of two, the JDK has the second one make the dependent where only that is complete. */
        @Test
        void everyDependentIsOfItsKindAlsoWhereOnlyTheOtherSourceIsComplete() {
            CompletionStage<?> future = ContextFutures.newFuture();
            for (StageMethod method : StageMethod.all()) {
                for (CompletionStage<?> other : List.of(
                        CompletableFuture.completedFuture("other"),
                        CompletableFuture.completedStage("other"),
                        CompletableFuture.failedFuture(new IllegalStateException()))) {
                    assertThat((Object) method.call(future, other, task -> {}, arguments -> null))
                            .as("%s", method)
                            .isInstanceOf(ContextFuture.class);
                }
            }
        }

        @Test
        void itHasNoFieldOfItsOwn() {
            assertThat(ContextFuture.class.getDeclaredFields()).allMatch(Field::isSynthetic);
            assertThat(MinimalContextFuture.class.getDeclaredFields()).allMatch(Field::isSynthetic);
        }
    }

    @Nested
    class OfAMinimalStage {

        private final CompletionStage<String> minimal = FutureSource.MINIMAL.of(new CompletableFuture<>());

        private final CompletionStage<String> jdkMinimal = new CompletableFuture<String>().minimalCompletionStage();

        /** All but {@code state()}, which cannot be declared at release 17. */
        @Test
        void whatTheJdkRefusesIsRefused() {
            assertThat(refused(minimal)).isEqualTo(withoutState(refused(jdkMinimal)));
            assertThat(refused(minimal)).hasSizeGreaterThan(15);
        }

        private static Set<String> withoutState(Set<String> signatures) {
            signatures.remove("state()");
            return signatures;
        }

        private static Set<String> refused(CompletionStage<String> stage) {
            return signatures(METHODS.stream()
                    .filter(method -> !isStatic(method))
                    .filter(method -> !StageMethod.takesFunction(method)
                            || method.getName().equals("completeAsync"))
                    .filter(method -> refuses(stage, method)));
        }

        private static boolean refuses(CompletionStage<String> stage, Method method) {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(type -> type == long.class ? (Object) 1L : type == boolean.class ? (Object) false : null)
                    .toArray();
            try {
                method.invoke(stage, arguments);
                return false;
            } catch (InvocationTargetException e) {
                return e.getCause() instanceof UnsupportedOperationException;
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class OfTheFactories {

        @Test
        void everyStaticMethodOfTheJdkIsOfferedOrLeftOutOnPurpose() {
            Set<String> offered = signatures(
                    Arrays.stream(ContextFutures.class.getMethods()).filter(FutureCompletenessTest::isStatic));
            Set<String> left = signatures(METHODS.stream().filter(FutureCompletenessTest::isStatic));
            left.removeAll(offered);

            assertThat(left).isEqualTo(STATIC_BUT_NOT_OFFERED);
        }

        @Test
        void nullsAreRefused() {
            for (Method method : ContextFutures.class.getMethods()) {
                if (isStatic(method)
                        && method.getParameterCount() > 0
                        && !method.getName().equals("completedFuture")) {
                    assertThatThrownBy(() -> method.invoke(null, new Object[method.getParameterCount()]))
                            .as("%s", method)
                            .hasCauseInstanceOf(NullPointerException.class);
                }
            }
        }

        @Test
        void nullExecutorsAreRefused() {
            assertThatThrownBy(() -> ContextFutures.supplyAsync(() -> "value", null))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> ContextFutures.runAsync(() -> {}, null)).isInstanceOf(NullPointerException.class);
        }
    }
}
