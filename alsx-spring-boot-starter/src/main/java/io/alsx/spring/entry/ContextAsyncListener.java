// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.spring.ContextBridge;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/**
 * Calls a listener in the context of its registration, whatever the server's thread has. The event that the listener
 * gets leads to a bound {@link jakarta.servlet.AsyncContext}, too, so that it can register itself again.
 *
 * @param delegate the listener
 * @param context the request's
 * @param snapshot the context of the registration
 * @param bridges what else listeners are bound to
 * @param captured that at the registration
 */
record ContextAsyncListener(
        AsyncListener delegate,
        RequestContext context,
        Snapshot snapshot,
        ContextBridge bridges,
        ContextBridge.Captured captured)
        implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        call(delegate::onComplete, event);
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        call(delegate::onTimeout, event);
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        call(delegate::onError, event);
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        call(delegate::onStartAsync, event);
    }

    private void call(Callback callback, AsyncEvent event) throws IOException {
        AsyncEvent bound = new AsyncEvent(
                new ContextAsyncContext(event.getAsyncContext(), context, bridges),
                event.getSuppliedRequest(),
                event.getSuppliedResponse(),
                event.getThrowable());
        try (Scope scope = snapshot.enter();
                Scope bridged = captured.enter()) {
            callback.accept(bound);
        }
    }

    private interface Callback {

        void accept(AsyncEvent event) throws IOException;
    }
}
