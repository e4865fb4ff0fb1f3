// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A future that runs code when it is seen to have ended, as a plain one tells nobody of itself. */
record ObservedFuture<V>(Future<V> delegate, Runnable end) implements Future<V> {

    ObservedFuture {
        if (delegate.isDone()) {
            end.run();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        try {
            return delegate.cancel(mayInterruptIfRunning);
        } finally {
            observe();
        }
    }

    @Override
    public boolean isCancelled() {
        observe();
        return delegate.isCancelled();
    }

    @Override
    public boolean isDone() {
        return observe();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        try {
            return delegate.get();
        } finally {
            observe();
        }
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return delegate.get(timeout, unit);
        } finally {
            observe();
        }
    }

    private boolean observe() {
        boolean done = delegate.isDone();
        if (done) {
            end.run();
        }
        return done;
    }
}
