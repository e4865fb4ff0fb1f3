// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;

import io.alsx.AsyncLocalStorage;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.service.DefaultGrpcServiceConfigurer;
import org.springframework.grpc.server.service.GrpcServiceConfigurer;
import org.springframework.grpc.server.service.GrpcServiceSpec;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** A gRPC service, with Spring gRPC's finding of interceptors, and one of the application's own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import({GrpcApplication.Service.class, GrpcApplication.Worker.class, GrpcApplication.Servers.class})
class GrpcApplication {

    static final MethodDescriptor<String, String> UNARY = method("unary", MethodDescriptor.MethodType.UNARY);

    static final MethodDescriptor<String, String> STREAM = method("stream", MethodDescriptor.MethodType.BIDI_STREAMING);

    static final MethodDescriptor<String, String> MANY = method("many", MethodDescriptor.MethodType.SERVER_STREAMING);

    @Bean
    Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
        return new Sightings(requestStorage);
    }

    @Bean
    GrpcServiceConfigurer configurer(ApplicationContext applicationContext) {
        return new DefaultGrpcServiceConfigurer(applicationContext);
    }

    @Bean
    @GlobalServerInterceptor
    @Order(0)
    ServerInterceptor interceptor(Sightings sightings) {
        return new Interceptor(sightings);
    }

    private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("test.Service", name))
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    static final class Servers implements AutoCloseable {

        private final Server overLoopback;

        private final Server inProcess;

        Servers(GrpcServiceConfigurer configurer, Service service, @Value("${in-process:alsx}") String name)
                throws IOException {
            ServerServiceDefinition definition = configurer.configure(new GrpcServiceSpec(service, null), null);
            this.overLoopback =
                    NettyServerBuilder.forPort(0).addService(definition).build().start();
            this.inProcess = InProcessServerBuilder.forName(name)
                    .directExecutor()
                    .addService(definition)
                    .build()
                    .start();
        }

        int port() {
            return overLoopback.getPort();
        }

        @Override
        public void close() throws InterruptedException {
            overLoopback.shutdownNow().awaitTermination();
            inProcess.shutdownNow().awaitTermination();
        }
    }

    static final class Service implements BindableService {

        private final Sightings sightings;

        private final Worker worker;

        Service(Sightings sightings, Worker worker) {
            this.sightings = sightings;
            this.worker = worker;
        }

        @Override
        public ServerServiceDefinition bindService() {
            return ServerServiceDefinition.builder("test.Service")
                    .addMethod(UNARY, ServerCalls.asyncUnaryCall(this::unary))
                    .addMethod(STREAM, ServerCalls.asyncBidiStreamingCall(this::stream))
                    .addMethod(MANY, ServerCalls.asyncServerStreamingCall(this::many))
                    .build();
        }

        private void unary(String message, StreamObserver<String> answers) {
            sightings.note(message);
            USER.enterWith("entered by the service");
            if (message.equals("failing")) {
                throw new IllegalStateException(message);
            }
            if (message.equals("starting")) {
                USER.enterWith("entered at the start");
                worker.note("worker").join();
            }
            answers.onNext(message);
            answers.onCompleted();
        }

        private StreamObserver<String> stream(StreamObserver<String> answers) {
            ((ServerCallStreamObserver<String>) answers).setOnCancelHandler(() -> sightings.note("cancelled"));
            return new StreamObserver<>() {

                @Override
                public void onNext(String message) {
                    sightings.note("next");
                    answers.onNext(message);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    sightings.note("completed");
                    answers.onCompleted();
                }
            };
        }

        private void many(String message, StreamObserver<String> answers) {
            ((ServerCallStreamObserver<String>) answers).setOnReadyHandler(() -> {
                sightings.note("ready");
                answers.onCompleted();
            });
        }
    }

    private record Interceptor(Sightings sightings) implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            sightings.note("start");
            USER.enterWith("entered at the start");
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

                @Override
                public void onMessage(Q message) {
                    sightings.note("message");
                    super.onMessage(message);
                }

                @Override
                public void onHalfClose() {
                    sightings.note("half-close");
                    try {
                        super.onHalfClose();
                    } catch (RuntimeException e) {
                        sightings.note("failure");
                        throw e;
                    }
                }

                @Override
                public void onComplete() {
                    super.onComplete();
                    sightings.note("complete");
                }
            };
        }
    }

    static class Worker {

        private final Sightings sightings;

        Worker(Sightings sightings) {
            this.sightings = sightings;
        }

        @Async
        CompletableFuture<String> note(String where) {
            sightings.note(where);
            return CompletableFuture.completedFuture(where);
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {

        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
