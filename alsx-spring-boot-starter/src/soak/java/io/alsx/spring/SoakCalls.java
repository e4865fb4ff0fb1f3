// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;

import io.alsx.spring.SoakApplication.Eye;
import io.alsx.spring.wire.WireClientInterceptor;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.server.service.DefaultGrpcServiceConfigurer;
import org.springframework.grpc.server.service.GrpcServiceConfigurer;
import org.springframework.grpc.server.service.GrpcServiceSpec;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Answers a request by way of gRPC calls over loopback, some of which fail. */
@Import({SoakCalls.Service.class, SoakCalls.Ends.class, SoakCalls.Desk.class})
class SoakCalls {

    @Bean
    GrpcServiceConfigurer configurer(ApplicationContext applicationContext) {
        return new DefaultGrpcServiceConfigurer(applicationContext);
    }

    /** Both ends of the connection. */
    static final class Ends implements AutoCloseable {

        private final Server server;

        private final ManagedChannel connection;

        private final Channel channel;

        Ends(GrpcServiceConfigurer configurer, Service service, WireClientInterceptor interceptor) throws IOException {
            ServerServiceDefinition definition = configurer.configure(new GrpcServiceSpec(service, null), null);
            this.server =
                    NettyServerBuilder.forPort(0).addService(definition).build().start();
            this.connection = NettyChannelBuilder.forAddress("localhost", server.getPort())
                    .usePlaintext()
                    .build();
            this.channel = ClientInterceptors.intercept(connection, interceptor);
        }

        @Override
        public void close() throws InterruptedException {
            connection.shutdownNow();
            server.shutdownNow().awaitTermination();
        }
    }

    static final class Service implements BindableService {

        private final Eye eye;

        private final SoakWorkers workers;

        Service(Eye eye, SoakWorkers workers) {
            this.eye = eye;
            this.workers = workers;
        }

        @Override
        public ServerServiceDefinition bindService() {
            return ServerServiceDefinition.builder("test.Service")
                    .addMethod(GrpcApplication.UNARY, ServerCalls.asyncUnaryCall(this::unary))
                    .build();
        }

        private void unary(String id, StreamObserver<String> answers) {
            eye.see("gRPC service", id);
            if (SoakWork.random(8) == 0) {
                LEDGER.fault("exception of a gRPC service");
                throw new IllegalStateException("injected");
            }
            workers.onCallerRuns(id).whenComplete((same, failure) -> {
                answers.onNext(id);
                answers.onCompleted();
            });
        }
    }

    @RestController
    static class Desk {

        private final Eye eye;

        private final Ends ends;

        Desk(Eye eye, Ends ends) {
            this.eye = eye;
            this.ends = ends;
        }

        @GetMapping("/grpc")
        CompletableFuture<String> grpc(@RequestHeader("X-Request-Id") String id) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            ClientCalls.asyncUnaryCall(
                    ends.channel.newCall(GrpcApplication.UNARY, CallOptions.DEFAULT), id, new StreamObserver<>() {

                        @Override
                        public void onNext(String same) {
                            eye.see("gRPC, answer", id);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            eye.see("gRPC, failure", id);
                            answer.complete(id);
                        }

                        @Override
                        public void onCompleted() {
                            eye.see("gRPC, at its end", id);
                            answer.complete(id);
                        }
                    });
            return answer;
        }
    }
}
