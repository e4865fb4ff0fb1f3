// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How a future may end, by itself. */
enum FutureEnding {
    VALUE {
        @Override
        void end(CompletableFuture<Object> future) {
            future.complete("value");
        }
    },
    NULL {
        @Override
        void end(CompletableFuture<Object> future) {
            future.complete(null);
        }
    },
    FAILURE {
        @Override
        void end(CompletableFuture<Object> future) {
            future.completeExceptionally(FutureEquivalenceTest.FAILURE);
        }
    },
    COMPLETION_EXCEPTION {
        @Override
        void end(CompletableFuture<Object> future) {
            future.completeExceptionally(new CompletionException("wrapped", FutureEquivalenceTest.FAILURE));
        }
    },
    CANCELLATION {
        @Override
        void end(CompletableFuture<Object> future) {
            future.cancel(true);
        }
    };

    abstract void end(CompletableFuture<Object> future);
}
