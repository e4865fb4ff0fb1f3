// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.grpc.Metadata;
import io.grpc.ServerCall;
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
    public @Nullable String messageId() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        try {
            return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        } catch (IllegalArgumentException e) { // a name that gRPC does not have, or of a binary one
            return null;
        }
    }
}
