// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;

/**
 * Runs each call of a gRPC service in a context of its own: its start, with the interceptors of the application, and
 * everything that gRPC tells of it later, as messages, cancellation and completion, on whatever thread. What the start
 * enters is there later, too. Afterwards the thread has what it had before.
 *
 * <p>Where the server runs inside of a servlet container, a call has a store beside that of the web request.
 *
 * <p>Spring gRPC finds it as a bean. With another library, hand it to the server: {@code builder.intercept(interceptor)}.
 */
@GlobalServerInterceptor
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public final class RequestStoreServerInterceptor implements ServerInterceptor {

    private final EntryPoint entryPoint;

    private final boolean on;

    /**
     * Makes the interceptor.
     *
     * @param entryPoint begins the contexts
     * @param on whether it does anything
     */
    public RequestStoreServerInterceptor(EntryPoint entryPoint, boolean on) {
        this.entryPoint = entryPoint;
        this.on = on;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!on) {
            return next.startCall(call, headers);
        }
        return entryPoint.open(
                new GrpcArrival(call, headers),
                () -> new ContextCallListener<>(
                        next.startCall(call, headers), AsyncLocalStorage.snapshot(), entryPoint::ended));
    }
}
