// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Sightings.Seen;
import io.alsx.spring.wire.OutgoingFields;
import io.alsx.spring.wire.Recipients;
import io.alsx.spring.wire.WireClientInterceptor;
import io.alsx.spring.wire.WireLosses;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses with gRPC calls, over loopback and in process. */
class WireGrpcTest {

    private static RunningApplication application;

    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        application = start("alsx.wire.accept-from=same-host", "alsx.wire.send-to=localhost", "in-process=wire");
        channel = channelTo(application);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        application.close();
    }

    @Test
    @Surface(value = "Other processes: calls of gRPC", virtual = false)
    void crossesFromWhoCallsToWhoIsCalled() {
        inStore("abc", () -> unary(intercepted(channel), "hello"));
        Seen seen = sightings().next("hello", "abc");
        assertThat(seen.requireStore().get("tenant", String.class)).isEqualTo("acme");
        assertThat(seen.requireStore().get("region", String.class)).isEqualTo("Süd, 1");
    }

    @Test
    void isOnlyTheIdWhereTheHostIsNotAllowed() {
        ManagedChannel direct = InProcessChannelBuilder.forName("wire")
                .directExecutor()
                .overrideAuthority("elsewhere:1")
                .build();
        inStore("elsewhere", () -> unary(intercepted(direct), "hello"));
        Seen seen = sightings().next("hello");
        assertThat(seen.id()).isNotEqualTo("elsewhere");
        assertThat(seen.requireStore().get("tenant", String.class)).isNull();
        direct.shutdownNow();
    }

    @Test
    void isNotTakenWhereTheConnectionDoesNotTellFromWhom() {
        ManagedChannel direct =
                InProcessChannelBuilder.forName("wire").directExecutor().build();
        inStore("in-process", () -> unary(intercepted(direct), "hello"));
        assertThat(sightings().next("hello", "in-process").requireStore().get("tenant", String.class))
                .isNull();
        direct.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Request~Id", "X-Id-Bin"})
    void doesWithoutAHeaderWhoseNameGrpcDoesNotHave(String name) {
        OutgoingFields fields = new OutgoingFields(
                requests(),
                name,
                List.of(WireField.header("region", name + "2"), WireField.header("tenant", "X-Tenant")),
                List.of(),
                new Recipients(List.of("localhost")),
                new WireLosses());
        inStore(name, () -> unary(ClientInterceptors.intercept(channel, new WireClientInterceptor(fields)), "hello"));
        Seen seen = sightings().next("hello");
        assertThat(seen.requireStore().get("tenant", String.class)).isEqualTo("acme");
    }

    @Test
    void tellsAnswersInTheContextOfTheCall() {
        CompletableFuture<String> told = new CompletableFuture<>();
        StringBuilder users = new StringBuilder();
        USER.run(
                "caller",
                () -> ClientCalls.asyncUnaryCall(
                        intercepted(channel).newCall(GrpcApplication.UNARY, CallOptions.DEFAULT),
                        "hello",
                        new StreamObserver<>() {

                            @Override
                            public void onNext(String answer) {
                                users.append(USER.getStore()).append(' ');
                            }

                            @Override
                            public void onError(Throwable failure) {
                                told.completeExceptionally(failure);
                            }

                            @Override
                            public void onCompleted() {
                                told.complete(users.append(USER.getStore()).toString());
                            }
                        }));
        assertThat(told.join()).isEqualTo("caller caller");
        sightings().next("hello");
    }

    private static Sightings sightings() {
        return application.bean(Sightings.class);
    }

    private static Channel intercepted(Channel channel) {
        return ClientInterceptors.intercept(channel, application.bean(WireClientInterceptor.class));
    }

    private static String unary(Channel channel, String message) {
        return ClientCalls.blockingUnaryCall(channel, GrpcApplication.UNARY, CallOptions.DEFAULT, message);
    }

    private static void inStore(String id, Runnable callback) {
        RequestStore store = new RequestStore(id, "GET", "/");
        store.put("tenant", "acme");
        store.put("region", "Süd, 1");
        requests().run(store, callback);
    }

    @SuppressWarnings("unchecked")
    private static AsyncLocalStorage<RequestStore> requests() {
        return application.bean("requestStorage", AsyncLocalStorage.class);
    }

    private static ManagedChannel channelTo(RunningApplication application) {
        return NettyChannelBuilder.forAddress(
                        "localhost",
                        application.bean(GrpcApplication.Servers.class).port())
                .usePlaintext()
                .build();
    }

    private static RunningApplication start(String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 4);
        all[properties.length] = "alsx.wire.fields[0].name=tenant";
        all[properties.length + 1] = "alsx.wire.fields[0].header=X-Tenant";
        all[properties.length + 2] = "alsx.wire.fields[1].name=region";
        all[properties.length + 3] = "alsx.wire.fields[1].baggage=region";
        return RunningApplication.withoutWebServer(GrpcApplication.class, all);
    }
}
