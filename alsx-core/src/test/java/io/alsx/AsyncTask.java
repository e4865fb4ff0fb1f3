// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A task whose first run can be waited for. */
final class AsyncTask<V> implements Runnable {

    private final CompletableFuture<V> first = new CompletableFuture<>();

    private final Callable<V> code;

    AsyncTask(Callable<V> code) {
        this.code = code;
    }

    @Override
    public void run() {
        try {
            first.complete(code.call());
        } catch (Throwable e) {
            first.completeExceptionally(e);
        }
    }

    V first() throws Exception {
        return first.get(Submission.SECONDS, TimeUnit.SECONDS);
    }
}
