// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every method of the {@code bind…} family keeps, whoever owns it. */
abstract class BindContract {

    final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    /** An owner that binds to the context of now. */
    abstract Binder capture();

    @ParameterizedTest
    @EnumSource
    void runsInTheContextOfTheBindingAndPutsTheCallersBack(BindShape shape) {
        List<String> seen = new ArrayList<>();
        BindShape.Call bound = storage.run(
                "bound",
                () -> shape.bind(capture(), arguments -> {
                    seen.add(storage.getStore() + " " + other.getStore());
                    storage.enterWith("inside");
                    other.enterWith("inside");
                    return shape.someResult();
                }));

        other.run("caller", () -> {
            bound.apply(shape.someArguments());
            bound.apply(shape.someArguments());

            assertThat(storage.getStore()).isNull();
            assertThat(other.getStore()).isEqualTo("caller");
        });
        bound.apply(shape.someArguments());
        assertThat(seen).containsExactly("bound null", "bound null", "bound null");
        assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
    }

    @ParameterizedTest
    @EnumSource
    void clearsWhereNothingWasEnteredAtTheBinding(BindShape shape) {
        List<String> seen = new ArrayList<>();
        BindShape.Call bound = shape.bind(capture(), arguments -> {
            seen.add(String.valueOf(storage.getStore()));
            return shape.someResult();
        });

        storage.run("caller", () -> bound.apply(shape.someArguments()));

        assertThat(seen).containsExactly("null");
    }

    @ParameterizedTest
    @EnumSource
    void isNotReachedByWhatIsEnteredAfterTheBinding(BindShape shape) {
        List<String> seen = new ArrayList<>();
        storage.run("bound", () -> {
            BindShape.Call bound = shape.bind(capture(), arguments -> {
                seen.add(storage.getStore());
                return shape.someResult();
            });
            storage.enterWith("later");
            return bound.apply(shape.someArguments());
        });

        assertThat(seen).containsExactly("bound");
    }

    @ParameterizedTest
    @EnumSource
    void passesArgumentsAndResultUnchanged(BindShape shape) {
        List<Object> given = shape.someArguments();
        Object result = shape.someResult();
        List<Object> seen = new ArrayList<>();
        BindShape.Call bound = shape.bind(capture(), arguments -> {
            seen.addAll(arguments);
            return result;
        });

        Object returned = bound.apply(given);

        assertThat(seen).usingElementComparator((a, b) -> a == b ? 0 : 1).containsExactlyElementsOf(given);
        assertThat(returned).isSameAs(shape.hasResult ? result : null);
    }

    @ParameterizedTest
    @EnumSource
    void throwsTheSameExceptionOrErrorAndRestores(BindShape shape) {
        for (Throwable thrown : List.of(new IllegalStateException("thrown"), new LinkageError("thrown"))) {
            BindShape.Call bound = storage.run(
                    "bound",
                    () -> shape.bind(capture(), arguments -> {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) thrown;
                    }));

            other.run("caller", () -> {
                assertThatThrownBy(() -> bound.apply(shape.someArguments())).isSameAs(thrown);
                assertThat(thrown.getSuppressed()).isEmpty();
                assertThat(storage.getStore()).isNull();
                assertThat(other.getStore()).isEqualTo("caller");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsTheInnerBindingWin(BindShape shape) {
        List<String> seen = new ArrayList<>();
        BindShape.Call inner = storage.run(
                "inner",
                () -> shape.bind(capture(), arguments -> {
                    seen.add(storage.getStore());
                    return shape.someResult();
                }));
        BindShape.Call outer = storage.run("outer", () -> shape.bind(capture(), inner));

        outer.apply(shape.someArguments());

        assertThat(seen).containsExactly("inner");
    }

    @ParameterizedTest
    @EnumSource
    void runsOnSeveralThreadsAtOnce(BindShape shape) {
        CyclicBarrier allInside = new CyclicBarrier(3);
        BindShape.Call bound = storage.run(
                "bound",
                () -> shape.bind(capture(), arguments -> {
                    await(allInside);
                    assertThat(storage.getStore()).isEqualTo("bound");
                    storage.enterWith("inside");
                    await(allInside);
                    return shape.someResult();
                }));

        List<Boolean> hasItsOwnBack = OtherThread.callTogether(3, () -> {
            String caller = UUID.randomUUID().toString();
            return storage.run(caller, () -> {
                bound.apply(shape.someArguments());
                return caller.equals(storage.getStore());
            });
        });

        assertThat(hasItsOwnBack).containsExactly(true, true, true);
    }

    @ParameterizedTest
    @EnumSource
    void refusesANullTarget(BindShape shape) {
        Binder binder = capture();

        assertThatNullPointerException().isThrownBy(() -> shape.bindNull(binder));
    }

    @Test
    void throwsTheSameCheckedExceptionOfACallable() {
        IOException thrown = new IOException("thrown");
        Callable<String> bound = capture().bind((Callable<String>) () -> {
            throw thrown;
        });

        assertThatThrownBy(bound::call).isSameAs(thrown);
    }

    @Test
    void passesNulls() {
        Binder binder = capture();

        assertThat(binder.bindFunction(given -> given).apply(null)).isNull();
        assertThat(binder.bindPredicate(given -> given == null).test(null)).isTrue();
        assertThat(binder.<String, String, String>bindBiFunction((first, second) -> first)
                        .apply(null, "second"))
                .isNull();
        assertThat(binder.bindSupplier(() -> null).get()).isNull();
    }

    @Test
    void passesBothAnswersOfAPredicate() {
        Predicate<String> bound = capture().bindPredicate(String::isEmpty);

        assertThat(bound.test("")).isTrue();
        assertThat(bound.test("some")).isFalse();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not all threads came", e);
        }
    }
}
