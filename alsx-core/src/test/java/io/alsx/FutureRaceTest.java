// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Completion races with registration: which of them is first must not be seen. */
class FutureRaceTest {

    private static final int ROUNDS = 4_000;

    /** For a machine of one processor, on which a round takes as long as others are let run. */
    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(2);

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    static Stream<StageMethod> methods() {
        return StageMethod.all().stream()
                .filter(method -> method.runsOn(false))
                .filter(method -> !method.toString().contains("Async"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theFunctionAlwaysSeesItsRegistration(StageMethod method) {
        race(method, false);
    }

    /** With the other source as the one that completes, which may then make the dependent. */
    @ParameterizedTest
    @MethodSource("methods")
    void theFunctionAlwaysSeesItsRegistrationWhereTheOtherSourceCompletes(StageMethod method) {
        if (method.hasTwoSources()) {
            race(method, true);
        }
    }

    private void race(StageMethod method, boolean otherCompletes) {
        List<CompletableFuture<String>> racing = new ArrayList<>();
        List<CompletableFuture<String>> seen = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            racing.add(otherCompletes ? new CompletableFuture<>() : ContextFutures.newFuture());
            seen.add(new CompletableFuture<>());
        }
        CompletionStage<?> waiting = ContextFutures.newFuture();
        CompletionStage<?> complete = ContextFutures.completedFuture("complete");
        CompletionStage<?> still = method.isEither() ? waiting : complete;
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger thread = new AtomicInteger();
        AtomicInteger rounds = new AtomicInteger(ROUNDS);
        long end = System.nanoTime() + ENOUGH;

        OtherThread.callTogether(2, () -> {
            boolean registers = thread.getAndIncrement() == 0;
            return storage.run(registers ? "registrant" : "completer", () -> {
                for (int round = 0; ; round++) {
                    if (registers && round > 0 && System.nanoTime() - end > 0) {
                        rounds.set(round);
                    }
                    meet(arrived, 2 * (round + 1));
                    if (round == rounds.get()) {
                        break;
                    }
                    CompletableFuture<String> future = racing.get(round);
                    if (registers) {
                        register(
                                method,
                                otherCompletes ? still : future,
                                otherCompletes ? future : still,
                                seen.get(round));
                    } else {
                        future.complete("value");
                    }
                }
                return storage.getStore();
            });
        });

        assertThat(seen.subList(0, rounds.get()))
                .extracting(CompletableFuture::join)
                .containsOnly("registrant registrant");
    }

    private void register(
            StageMethod method, CompletionStage<?> stage, CompletionStage<?> other, CompletableFuture<String> seen) {
        String[] first = new String[1];
        assertThat(method.call(stage, other, Runnable::run, arguments -> first[0] = storage.getStore())
                        .whenComplete((value, failure) -> seen.complete(first[0] + " " + storage.getStore())))
                .isNotNull();
    }

    /** Lets both threads go on at the same time. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint, for machines with one processor
    private static void meet(AtomicInteger arrived, int both) {
        arrived.incrementAndGet();
        while (arrived.get() < both) {
            Thread.yield();
        }
    }
}
