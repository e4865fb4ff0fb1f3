// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which context the functions of stages see: one contract, for every method, source and moment. */
class FutureContextTest {

    enum Moment {
        BEFORE_COMPLETION,
        BEFORE_COMPLETION_ON_ANOTHER_THREAD,
        AFTER_COMPLETION
    }

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    /** What code saw after a function that entered a store, where it should have seen its own. */
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    static Stream<Arguments> cases() {
        return Stream.of(FutureSource.values())
                .flatMap(source -> Stream.of(Moment.values())
                        .flatMap(moment -> Stream.of(false, true).map(fails -> Arguments.of(source, moment, fails))));
    }

    @AfterEach
    void nothingLeaked() {
        assertThat(leaks).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isThatOfTheRegistration(FutureSource source, Moment moment, boolean fails) {
        assertEveryMethodSees("registrant", source, moment, fails);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isEmptyWhereItWasAtTheRegistration(FutureSource source, Moment moment, boolean fails) {
        assertEveryMethodSees(null, source, moment, fails);
    }

    private void assertEveryMethodSees(String registrant, FutureSource source, Moment moment, boolean fails) {
        for (StageMethod method : StageMethod.all()) {
            if (method.runsOn(fails)) {
                assertThat(seen(method, registrant, source, moment, fails))
                        .as("seen by %s and by what depends on it", method)
                        .containsExactly(registrant, registrant);
            }
        }
        assertThat(ForkJoinPool.commonPool().submit(storage::getStore).join()).isNull();
    }

    private List<String> seen(
            StageMethod method, String registrant, FutureSource source, Moment moment, boolean fails) {
        CompletableFuture<String> trigger = new CompletableFuture<>();
        CompletionStage<?>[] stage = new CompletionStage<?>[1];
        CompletableFuture<String> seen = new CompletableFuture<>();
        CompletableFuture<String> seenNext = new CompletableFuture<>();
        Runnable making = () -> storage.run("creator", () -> {
            stage[0] = source.of(trigger);
        });
        Runnable registering = as(
                registrant,
                () -> method.call(stage[0], other(method), this::asWorker, arguments -> {
                            seen.complete(storage.getStore());
                            storage.enterWith("left behind");
                            return null;
                        })
                        .whenComplete((value, failure) -> seenNext.complete(storage.getStore())));
        Runnable completing = as("completer", () -> complete(trigger, fails));
        switch (moment) {
            case BEFORE_COMPLETION -> List.of(making, registering, completing).forEach(Runnable::run);
            case BEFORE_COMPLETION_ON_ANOTHER_THREAD -> {
                making.run();
                registering.run();
                OtherThread.run(completing);
            }
            case AFTER_COMPLETION -> List.of(completing, making, registering).forEach(Runnable::run);
        }
        List<String> both = new ArrayList<>();
        both.add(get(seen));
        both.add(get(seenNext));
        return both;
    }

    private static CompletionStage<?> other(StageMethod method) {
        return method.isEither() ? new CompletableFuture<>() : CompletableFuture.completedFuture("other");
    }

    private static void complete(CompletableFuture<String> trigger, boolean fails) {
        if (fails) {
            trigger.completeExceptionally(new IllegalStateException("failed"));
        } else {
            trigger.complete("value");
        }
    }

    private Runnable as(String store, Runnable code) {
        Runnable checked = () -> {
            code.run();
            if (!Objects.equals(storage.getStore(), store)) {
                leaks.add(store + " had " + storage.getStore());
            }
        };
        return store == null ? checked : () -> storage.run(store, checked);
    }

    private void asWorker(Runnable task) {
        as("worker", task).run();
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Of the supplier itself; its own thread has a store, too. */
    @Nested
    class OfATask {

        @Test
        void isThatOfTheCall() {
            assertThat(storage.run(
                            "caller",
                            () -> List.of(
                                    get(ContextFutures.supplyAsync(storage::getStore)),
                                    get(ContextFutures.supplyAsync(
                                            storage::getStore, FutureContextTest.this::asWorker)),
                                    get(ContextFutures.<String>newFuture().completeAsync(storage::getStore)),
                                    get(ContextFutures.<String>newFuture()
                                            .completeAsync(storage::getStore, FutureContextTest.this::asWorker)))))
                    .containsOnly("caller");
        }

        @Test
        void isThatOfTheCallWithoutAResult() {
            List<String> seen = new ArrayList<>();
            storage.run("caller", () -> {
                get(ContextFutures.runAsync(() -> seen.add(storage.getStore())));
                get(ContextFutures.runAsync(() -> seen.add(storage.getStore()), FutureContextTest.this::asWorker));
            });

            assertThat(seen).containsExactly("caller", "caller");
        }

        @Test
        void isEmptyWhereItWasAtTheCall() {
            assertThat(get(ContextFutures.supplyAsync(storage::getStore, FutureContextTest.this::asWorker)))
                    .isNull();
        }
    }

    @Nested
    class WithTwoSources {

        @ParameterizedTest
        @EnumSource(FutureSource.class)
        void isThatOfTheRegistrationWhicheverCompletesIt(FutureSource source) {
            for (StageMethod method : StageMethod.all()) {
                if (method.hasTwoSources()) {
                    for (boolean otherIsLast : new boolean[] {false, true}) {
                        assertThat(seen(method, source, otherIsLast, false)).isEqualTo("registrant");
                        assertThat(seen(method, source, otherIsLast, true)).isEqualTo("registrant");
                    }
                }
            }
        }

        private String seen(StageMethod method, FutureSource source, boolean otherIsLast, boolean otherIsPlain) {
            CompletableFuture<String> mine = new CompletableFuture<>();
            CompletableFuture<String> others = new CompletableFuture<>();
            CompletionStage<String> stage = source.of(mine);
            CompletionStage<String> other = otherIsPlain ? others : ContextFutures.follow(others);
            CompletableFuture<String> seen = new CompletableFuture<>();
            as(
                            "registrant",
                            () -> method.call(
                                    stage,
                                    other,
                                    FutureContextTest.this::asWorker,
                                    arguments -> seen.complete(storage.getStore())))
                    .run();
            CompletableFuture<String> last = otherIsLast ? others : mine;
            CompletableFuture<String> first = otherIsLast ? mine : others;
            if (!method.isEither()) {
                as("completer of the first", () -> first.complete("value")).run();
            }
            as("completer", () -> last.complete("value")).run();
            return get(seen);
        }

        /** As documented: the stage whose method is called decides. */
        @Test
        void isThatOfTheCompleterWhereThePlainOneIsAsked() {
            CompletableFuture<String> plain = new CompletableFuture<>();
            CompletableFuture<String> other = ContextFutures.completedFuture("other");
            CompletableFuture<String> seen =
                    storage.run("registrant", () -> plain.thenCombine(other, (a, b) -> storage.getStore()));

            storage.run("completer", () -> plain.complete("value"));

            assertThat(get(seen)).isEqualTo("completer");
            assertThat(seen).isNotInstanceOf(ContextFuture.class);
        }
    }

    @Nested
    class Inside {

        @Test
        void composedStagesHaveTheirOwnRegistrations() {
            CompletableFuture<String> outer = ContextFutures.newFuture();
            CompletableFuture<String> inner = ContextFutures.newFuture();
            CompletableFuture<String> seen = storage.run(
                    "outer",
                    () -> outer.thenCompose(value -> {
                                String here = storage.getStore();
                                return storage.run(
                                        "inner", () -> inner.thenApply(ignored -> here + " " + storage.getStore()));
                            })
                            .thenApply(before -> before + " " + storage.getStore()));

            storage.run("completer", () -> outer.complete("value"));
            storage.run("another", () -> inner.complete("value"));

            assertThat(get(seen)).isEqualTo("outer inner outer");
        }

        @Test
        void timeOutsAndCancellationsAreCompletionsLikeAnyOther() {
            CompletableFuture<String> late = ContextFutures.newFuture();
            CompletableFuture<String> cancelled = ContextFutures.newFuture();
            CompletableFuture<String> replaced = ContextFutures.newFuture();
            List<CompletableFuture<String>> seen = storage.run(
                    "registrant",
                    () -> Stream.of(late, cancelled, replaced)
                            .map(future -> future.handle((value, failure) -> storage.getStore()))
                            .toList());

            storage.run("completer", () -> {
                late.orTimeout(1, TimeUnit.MILLISECONDS);
                replaced.completeOnTimeout("default", 1, TimeUnit.MILLISECONDS);
                cancelled.cancel(true);
            });

            assertThat(seen).extracting(FutureContextTest::get).containsOnly("registrant");
        }
    }
}
