// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That nothing but the context differs from the JDK's own futures: the same is done to both, and told of both. */
@SuppressWarnings({"FutureReturnValueIgnored", "ReturnValueIgnored", "StaticAssignmentOfThrowable"}) // on purpose
class FutureEquivalenceTest {

    static final RuntimeException FAILURE = new IllegalStateException("failed");

    private static final Executor REJECTING = task -> {
        throw new RejectedExecutionException("rejected");
    };

    /** Everything that can be told of a stage, once it is complete. */
    private static List<String> told(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        List<String> told = new ArrayList<>();
        told.add("get: " + outcome(() -> future.get(20, TimeUnit.SECONDS)));
        told.add("join: " + outcome(future::join));
        told.add("getNow: " + outcome(() -> future.getNow(null)));
        told.add("dependent: " + outcome(future.handle((value, failure) -> value + " " + chain(failure))::join));
        told.add("dependent of copy: "
                + outcome(future.copy().handle((value, failure) -> value + " " + chain(failure))::join));
        told.add("state: " + future.isDone() + future.isCancelled() + future.isCompletedExceptionally());
        told.add("dependents: " + future.getNumberOfDependents());
        told.add("text: " + future.toString().replaceFirst("^.*\\[", "["));
        return told;
    }

    private static String outcome(Callable<?> code) {
        try {
            return "value " + code.call();
        } catch (Exception e) {
            return "thrown " + chain(e);
        }
    }

    private static String chain(Throwable failure) {
        if (failure == null) {
            return "none";
        }
        return failure == FAILURE
                ? "FAILURE"
                : failure.getClass().getSimpleName() + ":" + failure.getMessage() + " <- " + chain(failure.getCause());
    }

    private static void assertSame(String what, Function<CompletableFuture<Object>, CompletionStage<?>> pipeline) {
        assertThat(told(pipeline.apply(ContextFutures.newFuture())))
                .as(what)
                .isEqualTo(told(pipeline.apply(new CompletableFuture<>())));
    }

    @ParameterizedTest
    @EnumSource
    void holdsForEveryMethodWhateverItsFunctionDoes(FutureEnding ending) {
        Map<String, StageMethod.Body> bodies = new LinkedHashMap<>();
        bodies.put(
                "tells its arguments",
                arguments -> arguments.stream()
                        .map(argument -> argument instanceof Throwable failure ? chain(failure) : argument)
                        .toList());
        bodies.put("returns null", arguments -> null);
        bodies.put("throws", arguments -> {
            throw new IllegalArgumentException("thrown");
        });
        bodies.put("throws a CompletionException", arguments -> {
            throw new CompletionException("thrown", FAILURE);
        });
        bodies.put("throws an error", arguments -> {
            throw new LinkageError("thrown");
        });
        for (StageMethod method : StageMethod.all()) {
            CompletionStage<?> other =
                    method.isEither() ? new CompletableFuture<>() : CompletableFuture.completedFuture("other");
            CompletionStage<?> complete = CompletableFuture.completedFuture("other");
            bodies.forEach((name, body) -> {
                for (Executor executor : List.<Executor>of(Runnable::run, REJECTING)) {
                    assertSame(method + " " + name + " before " + ending, future -> {
                        CompletionStage<?> dependent = method.call(future, other, executor, body);
                        ending.end(future);
                        return dependent;
                    });
                    assertSame(method + " " + name + " after " + ending, future -> {
                        ending.end(future);
                        return method.call(future, other, executor, body);
                    });
                    assertSame(method + " " + name + " with a complete one before " + ending, future -> {
                        CompletionStage<?> dependent = method.call(future, complete, executor, body);
                        ending.end(future);
                        return dependent;
                    });
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsForWhatIsDoneToFutures(FutureEnding ending) {
        Map<String, Function<CompletableFuture<Object>, CompletionStage<?>>> pipelines = new LinkedHashMap<>();
        pipelines.put("itself", future -> future);
        pipelines.put("copy", CompletableFuture::copy);
        pipelines.put("copy of copy", future -> future.copy().copy());
        pipelines.put("minimal", CompletableFuture::minimalCompletionStage);
        pipelines.put("minimal of dependent", future -> future.thenApply(v -> v).minimalCompletionStage());
        pipelines.put(
                "dependent of minimal",
                future -> future.minimalCompletionStage().thenApply(v -> v + "!"));
        pipelines.put("late", future -> future.orTimeout(1, TimeUnit.HOURS));
        pipelines.put("replaced", future -> future.completeOnTimeout("default", 1, TimeUnit.HOURS));
        pipelines.put("composed", future -> future.thenCompose(v -> CompletableFuture.failedFuture(FAILURE)));
        pipelines.put("combined with itself", future -> future.thenCombine(future, (a, b) -> "" + a + b));
        pipelines.put("completed again", future -> {
            future.whenComplete((v, e) -> future.complete("again"));
            return future;
        });
        pipelines.put("cancelled dependent", future -> {
            CompletableFuture<?> dependent = future.thenApply(v -> v);
            dependent.cancel(true);
            return dependent;
        });
        pipelines.put("source of a cancelled dependent", future -> {
            future.thenApply(v -> v).cancel(true);
            return future;
        });
        pipelines.forEach((name, pipeline) -> {
            assertSame(name + ", before " + ending, future -> {
                CompletionStage<?> last = pipeline.apply(future);
                ending.end(future);
                return last;
            });
            assertSame(name + ", after " + ending, future -> {
                ending.end(future);
                return pipeline.apply(future);
            });
            assertSame(name + ", obtruded value", future -> {
                ending.end(future);
                future.obtrudeValue("obtruded");
                return pipeline.apply(future);
            });
            assertSame(name + ", obtruded exception", future -> {
                ending.end(future);
                future.obtrudeException(FAILURE);
                return pipeline.apply(future);
            });
        });
    }

    @Nested
    class Times {

        @Test
        void endFutures() {
            assertSame("late", future -> ended(future.orTimeout(1, TimeUnit.MILLISECONDS)));
            assertSame(
                    "late dependent",
                    future -> ended(future.orTimeout(1, TimeUnit.MILLISECONDS).thenApply(v -> v)));
            assertSame("replaced", future -> ended(future.completeOnTimeout("default", 1, TimeUnit.MILLISECONDS)));
            assertThatThrownBy(() -> ContextFutures.newFuture().get(1, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
        }

        /** A copy, since the thread that completed the future may still be busy with its dependents. */
        private static CompletableFuture<?> ended(CompletableFuture<?> future) {
            assertThat(future.handle((value, failure) -> "ended").join()).isEqualTo("ended");
            return future.copy();
        }
    }

    @Nested
    class Tasks {

        @Test
        void endAlike() {
            List<Supplier<Object>> tasks = List.of(
                    () -> "value",
                    () -> {
                        throw FAILURE;
                    },
                    () -> {
                        throw new CompletionException("thrown", FAILURE);
                    });
            for (Supplier<Object> task : tasks) {
                List<String> expected = told(CompletableFuture.supplyAsync(task));
                assertThat(told(ContextFutures.supplyAsync(task))).isEqualTo(expected);
                assertThat(told(ContextFutures.supplyAsync(task, Runnable::run)))
                        .isEqualTo(expected);
                assertSame("completeAsync", future -> future.completeAsync(task));
                assertThat(told(ContextFutures.runAsync(task::get)))
                        .isEqualTo(told(CompletableFuture.runAsync(task::get)));
            }
        }

        @Test
        void thatAreRejectedThrow() {
            assertThatThrownBy(() -> ContextFutures.supplyAsync(() -> "value", REJECTING))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> ContextFutures.runAsync(() -> {}, REJECTING))
                    .isInstanceOf(RejectedExecutionException.class);
        }

        @Test
        void doNotRunOnceTheirFutureIsComplete() {
            List<Runnable> queue = new ArrayList<>();
            List<String> ran = new ArrayList<>();
            CompletableFuture<Boolean> future = ContextFutures.supplyAsync(() -> ran.add("ran"), queue::add);

            future.cancel(false);
            queue.forEach(Runnable::run);

            assertThat(future).isCancelled();
            assertThat(ran).isEmpty();
        }

        @Test
        void ofDependentsDoNotRunOnceTheDependentIsCancelled() {
            CompletableFuture<String> complete = CompletableFuture.completedFuture("value");
            List<StageMethod> ran = new ArrayList<>();
            for (StageMethod method : StageMethod.all()) {
                if (method.toString().endsWith(",Executor)")) {
                    for (CompletableFuture<String> source :
                            List.of(ContextFutures.<String>newFuture(), ContextFutures.follow(complete))) {
                        List<Runnable> queue = new ArrayList<>();
                        method.call(source, complete, queue::add, arguments -> ran.add(method))
                                .toCompletableFuture()
                                .cancel(false);
                        queue.forEach(Runnable::run);
                    }
                }
            }
            assertThat(ran).isEmpty();
        }

        @Test
        void runOnTheSameDefaultExecutor() {
            assertThat(ContextFutures.newFuture().defaultExecutor())
                    .isSameAs(new CompletableFuture<>().defaultExecutor());
        }
    }

    @Nested
    class AFollower {

        @ParameterizedTest
        @EnumSource
        void tellsWhatTheStageItselfWouldTell(FutureEnding ending) {
            CompletableFuture<Object> before = new CompletableFuture<>();
            CompletableFuture<Object> follower = ContextFutures.follow(before);
            ending.end(before);

            List<String> expected = told(before);
            assertThat(told(follower)).isEqualTo(expected);
            assertThat(told(ContextFutures.follow(before))).isEqualTo(expected);
            assertThat(told(ContextFutures.follow(follower))).isEqualTo(expected);
        }

        @Test
        void hasTheSameExceptionObject() {
            CompletableFuture<Object> failed = CompletableFuture.failedFuture(FAILURE);

            assertThatThrownBy(ContextFutures.follow(failed)::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(FAILURE);
            CompletionStage<Object> dependent = failed.thenApply(v -> v);
            Throwable seen = dependent
                    .handle((value, failure) -> failure)
                    .toCompletableFuture()
                    .join();
            assertThat(ContextFutures.follow(dependent)
                            .handle((value, failure) -> failure)
                            .join())
                    .isSameAs(seen);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void doesNothingToTheStage(boolean cancels) {
            CompletableFuture<Object> stage = new CompletableFuture<>();
            CompletableFuture<Object> follower = ContextFutures.follow(stage);

            assertThat(cancels ? follower.cancel(true) : follower.complete("mine"))
                    .isTrue();
            assertThat(stage).isNotDone();
            stage.complete("value");

            assertThat(follower.isCancelled()).isEqualTo(cancels);
            assertThat(follower.handle(
                                    (value, failure) -> failure instanceof CancellationException ? "cancelled" : value)
                            .join())
                    .isEqualTo(cancels ? "cancelled" : "mine");
        }
    }
}
