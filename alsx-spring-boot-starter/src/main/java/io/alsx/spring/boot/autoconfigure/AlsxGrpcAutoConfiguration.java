// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.entry.EntryPoint;
import io.alsx.spring.entry.RequestStoreServerInterceptor;
import io.alsx.spring.insight.Feature;
import io.grpc.ServerInterceptor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** Wires the interceptor that runs each call of a gRPC service with a store of its own. */
@AutoConfiguration(after = AlsxEntryAutoConfiguration.class)
@ConditionalOnClass(ServerInterceptor.class)
@ConditionalOnBooleanProperty(
        prefix = "alsx",
        name = {"enabled", "grpc.enabled"},
        matchIfMissing = true)
class AlsxGrpcAutoConfiguration {

    @Bean
    @Order(1)
    Feature alsxGrpcFeature(AlsxProperties properties) {
        return new Feature(properties.grpcIsOn(), "a store for each gRPC call");
    }

    @Bean
    @ConditionalOnMissingBean
    RequestStoreServerInterceptor requestStoreServerInterceptor(EntryPoint entryPoint, AlsxProperties properties) {
        return new RequestStoreServerInterceptor(entryPoint, properties.grpcIsOn());
    }
}
