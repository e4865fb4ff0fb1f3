// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GlobalClientInterceptor;

/**
 * Writes what crosses to the metadata of gRPC calls, and has what comes back be told in the context in which the call was
 * started.
 *
 * <p>Spring gRPC finds it as a bean. With another library, hand it to the channel: {@code builder.intercept(interceptor)}.
 */
@GlobalClientInterceptor
@Order(Ordered.LOWEST_PRECEDENCE - 10)
public final class WireClientInterceptor implements ClientInterceptor {

    private static final Carrier<Call> CARRIER = new CallCarrier();

    private final OutgoingFields fields;

    /**
     * Makes the interceptor.
     *
     * @param fields what crosses
     */
    public WireClientInterceptor(OutgoingFields fields) {
        this.fields = fields;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new Written<>(next.newCall(method, options), hostOf(options.getAuthority(), next.authority()));
    }

    private static String hostOf(@Nullable String ofCall, @Nullable String ofChannel) {
        String authority = ofCall != null ? ofCall : ofChannel == null ? "" : ofChannel;
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private final class Written<Q, A> extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {

        private final String host;

        Written(ClientCall<Q, A> delegate, String host) {
            super(delegate);
            this.host = host;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            fields.write(new Call(host, headers), CARRIER);
            super.start(new ContextListener<>(listener, AsyncLocalStorage.snapshot()), headers);
        }
    }

    private static final class ContextListener<A> extends ClientCall.Listener<A> {

        private final ClientCall.Listener<A> delegate;

        private final Snapshot context;

        ContextListener(ClientCall.Listener<A> delegate, Snapshot context) {
            this.delegate = delegate;
            this.context = context;
        }

        @Override
        public void onHeaders(Metadata headers) {
            context.run(() -> delegate.onHeaders(headers));
        }

        @Override
        public void onMessage(A message) {
            context.run(() -> delegate.onMessage(message));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            context.run(() -> delegate.onClose(status, trailers));
        }

        @Override
        public void onReady() {
            context.run(delegate::onReady);
        }
    }

    private record Call(String host, Metadata headers) {}

    private static final class CallCarrier implements Carrier<Call> {

        @Override
        public String host(Call target) {
            return target.host;
        }

        @Override
        public @Nullable String get(Call target, String name) {
            Metadata.Key<String> key = keyOf(name);
            Iterable<String> all = key == null ? null : target.headers.getAll(key);
            return all == null ? null : String.join(",", all);
        }

        @Override
        public void set(Call target, String name, String value) {
            Metadata.Key<String> key = keyOf(name);
            if (key != null) {
                target.headers.discardAll(key);
                target.headers.put(key, value);
            }
        }

        /** Null for a name that gRPC does not have, or that is one of a binary header. */
        private static Metadata.@Nullable Key<String> keyOf(String name) {
            try {
                return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
