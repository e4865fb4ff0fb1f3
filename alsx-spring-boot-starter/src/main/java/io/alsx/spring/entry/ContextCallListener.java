// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import io.grpc.ServerCall;

/** A listener of a gRPC call that is told everything in the context of that call. */
final class ContextCallListener<Q> extends ServerCall.Listener<Q> {

    private final ServerCall.Listener<Q> delegate;

    private final Snapshot context;

    private final Runnable ended;

    ContextCallListener(ServerCall.Listener<Q> delegate, Snapshot context, Runnable ended) {
        this.delegate = delegate;
        this.context = context;
        this.ended = ended;
    }

    @Override
    public void onMessage(Q message) {
        context.run(() -> delegate.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        context.run(delegate::onHalfClose);
    }

    @Override
    public void onCancel() {
        end(delegate::onCancel);
    }

    @Override
    public void onComplete() {
        end(delegate::onComplete);
    }

    @Override
    public void onReady() {
        context.run(delegate::onReady);
    }

    private void end(Runnable last) {
        context.run(() -> {
            try {
                last.run();
            } finally {
                ended.run();
            }
        });
    }
}
