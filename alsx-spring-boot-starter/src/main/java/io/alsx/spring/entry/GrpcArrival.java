// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of a gRPC service. */
record GrpcArrival(ServerCall<?, ?> source, Metadata headers) implements Arrival {

    @Override
    public String kind() {
        return "GRPC";
    }

    @Override
    public String destination() {
        return source.getMethodDescriptor().getFullMethodName();
    }

    @Override
    public String peerAddress() {
        SocketAddress remote = source.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return remote instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? internet.getAddress().getHostAddress()
                : "";
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(1);
        try {
            Iterable<String> all = headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
            if (all != null) {
                all.forEach(values::add);
            }
        } catch (IllegalArgumentException e) {
            // a name that gRPC does not have, or of a binary one
        }
        return values;
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
