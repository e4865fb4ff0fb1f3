// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The futures of a program: what completes them, and whether each function ran when, and only when, it had to. */
final class ProgramFutures {

    private final List<CompletableFuture<Object>> completers = new ArrayList<>();

    private final List<CompletableFuture<Object>> futures = new ArrayList<>();

    private final List<Stage> stages = new ArrayList<>();

    /** A function of a future that counts its runs. */
    private static final class Stage {

        final CompletableFuture<Object> source;
        final boolean onValue;
        final boolean onFailure;
        final boolean held;
        int runs;

        Stage(CompletableFuture<Object> source, int way) {
            this.source = source;
            this.onValue = way != 2;
            this.onFailure = way == 2 || way == 3 || way == 4;
            this.held = way == 5;
        }

        void assertRan(int position) {
            boolean failed = source.isCompletedExceptionally();
            boolean due = source.isDone() && (failed ? onFailure : onValue);
            if (runs > (due ? 1 : 0) || (runs == 0 && due && !held)) {
                throw new AssertionError("Stage " + position + " ran " + runs + " times, due: " + due);
            }
        }
    }

    boolean isEmpty() {
        return futures.isEmpty();
    }

    void add(ProgramStep step) {
        CompletableFuture<Object> plain = new CompletableFuture<>();
        CompletableFuture<Object> future = switch (step.pick() % 5) {
            case 1 -> ContextFutures.completedFuture("value");
            case 2 -> ContextFutures.failedFuture(new IllegalStateException("failed"));
            case 3 -> ContextFutures.follow(plain);
            default -> ContextFutures.newFuture();
        };
        completers.add(step.pick() % 5 == 3 ? plain : future);
        futures.add(future);
    }

    /** Completes a future that a program made, not one that a stage made, so that no function is forgone. */
    void complete(ProgramStep step) {
        CompletableFuture<Object> completer = step.of(completers);
        if (step.pick() % 7 == 6) {
            completer.completeExceptionally(new IllegalStateException("failed"));
        } else {
            completer.complete("value");
        }
    }

    /** Registers the body with a future, complete or not; the new stage is a future for later steps. */
    @SuppressWarnings("unchecked") // the value is of no interest
    void register(ProgramStep step, Runnable body, Executor held) {
        CompletableFuture<Object> source = step.of(futures);
        int way = step.pick() / 3 % 13;
        Stage stage = new Stage(source, way);
        stages.add(stage);
        futures.add((CompletableFuture<Object>) register(source, way, held, () -> {
            stage.runs++;
            body.run();
        }));
    }

    private static CompletableFuture<?> register(
            CompletableFuture<Object> source, int way, Executor held, Runnable body) {
        CompletableFuture<Object> never = new CompletableFuture<>();
        CompletableFuture<Object> complete = CompletableFuture.completedFuture("other");
        return switch (way) {
            case 0 -> source.thenRun(body);
            case 1 -> source.thenApply(value -> run(body));
            case 2 -> source.exceptionally(failure -> run(body));
            case 3 -> source.handle((value, failure) -> run(body));
            case 4 -> source.whenComplete((value, failure) -> body.run());
            case 5 -> source.thenRunAsync(body, held);
            case 6 -> source.thenAccept(value -> body.run());
            case 7 -> source.thenCompose(value -> CompletableFuture.completedFuture(run(body)));
            case 8 -> source.thenCombine(complete, (value, other) -> run(body));
            case 9 -> source.thenAcceptBoth(complete, (value, other) -> body.run());
            case 10 -> source.runAfterBoth(complete, body);
            case 11 -> source.applyToEither(never, value -> run(body));
            default -> source.copy().thenRun(body);
        };
    }

    private static Object run(Runnable body) {
        body.run();
        return "result";
    }

    void assertAllRan() {
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).assertRan(i);
        }
    }
}
