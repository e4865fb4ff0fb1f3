// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.spring.Sightings.Seen;
import io.alsx.spring.insight.ContextObserver;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each call of a service of a real gRPC server has a context of its own, in everything that gRPC tells of it. */
@Surface(value = "Messages: gRPC calls", virtual = false)
class GrpcCallTest {

    private static RunningApplication application;

    private static Sightings sightings;

    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(GrpcApplication.class);
        sightings = application.bean(Sightings.class);
        channel = NettyChannelBuilder.forAddress(
                        "localhost",
                        application.bean(GrpcApplication.Servers.class).port())
                .usePlaintext()
                .build();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
        application.close();
    }

    @Test
    void givesEachCallAStoreAndLeavesNothingForTheNext() {
        unary(channel, "plain");
        unary(channel, "plain");
        Seen first = sightings.next("plain");
        Seen second = sightings.next("plain");

        assertThat(first.requireStore().method()).isEqualTo("GRPC");
        assertThat(first.requireStore().path()).isEqualTo("test.Service/unary");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.user()).isEqualTo("entered at the start");
    }

    @Test
    void takesTheIdThatComesWithTheCallWhereItIsAcceptable() {
        unary(with("X-Request-Id", "abc-1"), "id");
        assertThat(sightings.next("id").id()).isEqualTo("abc-1");
        unary(with("X-Request-Id", "forged id"), "id");
        assertThat(sightings.next("id").id()).doesNotContain("forged");
    }

    @Test
    void isTheSameFromTheStartToTheCompletion() {
        unary(with("X-Request-Id", "whole"), "whole");
        Seen seen = sightings.next("whole", "whole");

        for (String event : List.of("start", "message", "half-close", "complete")) {
            assertThat(sightings.next(event, "whole").store()).as(event).isSameAs(seen.store());
        }
    }

    @Test
    void isTheSameForEachMessageOfAStream() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        StreamObserver<String> requests = ClientCalls.asyncBidiStreamingCall(
                with("X-Request-Id", "streamed").newCall(GrpcApplication.STREAM, CallOptions.DEFAULT),
                new StreamObserver<>() {

                    @Override
                    public void onNext(String value) {}

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.complete("done");
                    }
                });
        requests.onNext("one");
        requests.onNext("two");
        Seen first = sightings.next("next", "streamed");
        Seen second = sightings.next("next", "streamed");
        requests.onCompleted();
        answer.get(60, TimeUnit.SECONDS);

        assertThat(second.store()).isSameAs(first.store());
        assertThat(sightings.next("completed", "streamed").store()).isSameAs(first.store());
    }

    @Test
    void isThereWhenAReadyStreamGoesOn() {
        Iterator<String> answers = ClientCalls.blockingServerStreamingCall(
                with("X-Request-Id", "ready"), GrpcApplication.MANY, CallOptions.DEFAULT, "many");
        answers.forEachRemaining(answer -> {});
        assertThat(sightings.next("ready", "ready").requireStore().path()).isEqualTo("test.Service/many");
    }

    @Test
    void isThereWhenTheClientCancels() {
        ClientCall<String, String> call =
                with("X-Request-Id", "cancelled").newCall(GrpcApplication.STREAM, CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage("one");
        sightings.next("next", "cancelled");
        call.cancel("on purpose", null);
        assertThat(sightings.next("cancelled", "cancelled").requireStore().path())
                .isEqualTo("test.Service/stream");
    }

    @Test
    void isThereForInterceptorsThatHearOfAFailure() {
        assertThatThrownBy(() -> unary(with("X-Request-Id", "failed"), "failing"))
                .isInstanceOf(StatusRuntimeException.class);
        assertThat(sightings.next("failure", "failed").requireStore().path()).isEqualTo("test.Service/unary");
        unary(channel, "after the failure");
        assertThat(sightings.next("after the failure").id()).isNotEqualTo("failed");
    }

    @Test
    void isKeptByWhatTheServiceStarts() {
        unary(with("X-Request-Id", "started"), "starting");
        assertThat(sightings.next("worker", "started").user()).isEqualTo("entered at the start");
    }

    @Test
    void leavesTheThreadOfADirectCallerWhatItHad() throws InterruptedException {
        ManagedChannel direct =
                InProcessChannelBuilder.forName("alsx").directExecutor().build();
        USER.run("caller", () -> {
            unary(direct, "direct");
            assertThat(USER.getStore()).isEqualTo("caller");
        });
        direct.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);

        assertThat(sightings.next("direct").requireStore().method()).isEqualTo("GRPC");
    }

    @Test
    void isNotThereWhenOff() throws InterruptedException {
        try (RunningApplication off = RunningApplication.withoutWebServer(
                GrpcApplication.class, "alsx.grpc.enabled=false", "in-process=off")) {
            ManagedChannel direct =
                    InProcessChannelBuilder.forName("off").directExecutor().build();
            USER.run("caller", () -> unary(direct, "off"));
            direct.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
            assertThat(off.bean(Sightings.class).next("off").store()).isNull();
        }
    }

    /** Where it is switched off, a call has no store, and has lost none either. */
    @Test
    void isNoFalseAlarmWhereItIsSwitchedOff() throws Exception {
        try (RunningApplication off = RunningApplication.withoutWebServer(
                GrpcApplication.class,
                "alsx.grpc.enabled=false",
                "alsx.diagnostics.lost-context=log",
                "in-process=alarm")) {
            ManagedChannel other = NettyChannelBuilder.forAddress(
                            "localhost", off.bean(GrpcApplication.Servers.class).port())
                    .usePlaintext()
                    .build();
            unary(other, "alarm");
            other.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
            assertThat(off.bean(Sightings.class).next("alarm").store()).isNull();
            assertThat(off.bean(ContextObserver.class).lostContexts().recent()).isEmpty();
        }
    }

    private static void unary(Channel channel, String message) {
        ClientCalls.blockingUnaryCall(channel, GrpcApplication.UNARY, CallOptions.DEFAULT, message);
    }

    private static Channel with(String header, String value) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
