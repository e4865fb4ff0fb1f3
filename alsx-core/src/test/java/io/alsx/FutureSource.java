// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Where a context-aware stage may come from. Each completes when, where and as a plain future, the trigger, does. */
@SuppressWarnings("FutureReturnValueIgnored") // nothing fails in what is only made to follow
enum FutureSource {
    NEW {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            CompletableFuture<String> future = ContextFutures.newFuture();
            trigger.whenComplete((value, failure) -> {
                if (failure == null) {
                    future.complete(value);
                } else {
                    future.completeExceptionally(failure);
                }
            });
            return future;
        }
    },
    COMPLETE {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            if (!trigger.isDone()) {
                return NEW.of(trigger);
            }
            return trigger.isCompletedExceptionally()
                    ? ContextFutures.failedFuture(new IllegalStateException("failed"))
                    : ContextFutures.completedFuture(trigger.join());
        }
    },
    SUPPLY_ASYNC {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return ContextFutures.supplyAsync(trigger::join, after(trigger));
        }
    },
    RUN_ASYNC {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return ContextFutures.runAsync(trigger::join, after(trigger)).thenApply(ignored -> "value");
        }
    },
    COMPLETE_ASYNC {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return ContextFutures.<String>newFuture().completeAsync(trigger::join, after(trigger));
        }
    },
    FOLLOWER {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return ContextFutures.follow(trigger);
        }
    },
    FOLLOWER_OF_MINIMAL {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return ContextFutures.follow(trigger.minimalCompletionStage());
        }
    },
    FOLLOWER_OF_ALL {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return ContextFutures.follow(CompletableFuture.allOf(trigger)).thenApply(ignored -> "value");
        }
    },
    COPY {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return NEW.of(trigger).toCompletableFuture().copy();
        }
    },
    MINIMAL {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return NEW.of(trigger).toCompletableFuture().minimalCompletionStage();
        }
    },
    FUTURE_OF_MINIMAL {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return MINIMAL.of(trigger).toCompletableFuture();
        }
    },
    DEPENDENT_OF_MINIMAL {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return MINIMAL.of(trigger).thenApply(value -> value);
        }
    },
    DEPENDENT_OF_DEPENDENT {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return NEW.of(trigger).thenApply(value -> value).whenComplete((value, failure) -> {});
        }
    },
    COMPOSED {
        @Override
        CompletionStage<String> of(CompletableFuture<String> trigger) {
            return ContextFutures.completedFuture("outer").thenCompose(outer -> trigger);
        }
    };

    /** The value that the trigger has to be completed with is {@code "value"}. */
    abstract CompletionStage<String> of(CompletableFuture<String> trigger);

    /** Runs tasks when the trigger is complete, on the thread that completes it. */
    private static Executor after(CompletableFuture<String> trigger) {
        return task -> trigger.whenComplete((value, failure) -> task.run());
    }
}
