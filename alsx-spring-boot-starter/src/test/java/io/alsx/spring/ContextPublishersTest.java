// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** A publisher runs in the context it was bound to, and whoever subscribes stays in his own. */
class ContextPublishersTest {

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static Mono<String> seen() {
        return Mono.fromSupplier(() -> String.valueOf(USER.getStore()));
    }

    @Nested
    class Limited {

        @Test
        @Surface(value = "Reactor: `ContextPublishers.bind`", virtual = false)
        void keepsTheStoreOfARunThatAMonoLeaves() {
            Mono<String> unbound = USER.run("inner", () -> seen());
            Mono<String> bound = USER.run("inner", () -> ContextPublishers.bind(seen()));

            assertThat(USER.run("outer", () -> unbound.block(TIMEOUT))).isEqualTo("outer");
            assertThat(USER.run("outer", () -> bound.block(TIMEOUT))).isEqualTo("inner");
            assertThat(bound.block(TIMEOUT)).isEqualTo("inner");
        }

        @Test
        void clearsWhereItWasBoundToNothing() {
            Mono<String> bound = ContextPublishers.bind(seen());

            assertThat(USER.run("outer", () -> bound.block(TIMEOUT))).isEqualTo("null");
        }

        @Test
        void runsRequestsAndCancellationInTheContextAndSignalsInTheSubscribers() {
            List<String> log = new ArrayList<>();
            Flux<Integer> bound = USER.run(
                    "inner",
                    () -> ContextPublishers.bind(Flux.range(0, 10)
                            .doOnRequest(n -> note(log, "request"))
                            .doOnNext(value -> note(log, "emit"))
                            .doOnCancel(() -> note(log, "cancel"))));

            USER.run(
                    "outer",
                    () -> bound.subscribe(new BaseSubscriber<>() {
                        @Override
                        protected void hookOnSubscribe(Subscription subscription) {
                            note(log, "subscribed");
                            request(1);
                        }

                        @Override
                        protected void hookOnNext(Integer value) {
                            note(log, "next");
                            cancel();
                        }
                    }));
            assertThat(log)
                    .containsExactly("subscribed outer", "request inner", "emit inner", "next outer", "cancel inner");
        }

        @Test
        void letsAnErrorThroughInTheContextOfTheSubscriber() {
            IllegalStateException error = new IllegalStateException();
            List<String> log = new ArrayList<>();
            Mono<Object> bound = USER.run("inner", () -> ContextPublishers.bind(Mono.error(error)));

            USER.run(
                    "outer",
                    () -> assertThatThrownBy(() ->
                                    bound.doOnError(e -> note(log, "error")).block(TIMEOUT))
                            .isSameAs(error));
            assertThat(log).containsExactly("error outer");
            assertThat(AsyncLocalStorage.snapshot()).isSameAs(Snapshot.empty());
        }

        @Test
        void showsTheContextInThatOfReactorOnAnyThread() {
            Mono<String> bound = USER.run(
                    "inner",
                    () -> ContextPublishers.bind(Mono.deferContextual(view ->
                                    Mono.just(ContextPublishers.snapshot(view).run(() -> USER.requireStore())))
                            .subscribeOn(Schedulers.parallel())));

            assertThat(bound.block(TIMEOUT)).isEqualTo("inner");
            assertThat(ContextPublishers.snapshot(Context.empty())).isSameAs(Snapshot.empty());
        }

        @Test
        void leavesNothingOnTheThreadThatSignals() throws Exception {
            CountDownLatch done = new CountDownLatch(1);
            List<String> after = new ArrayList<>();
            Mono<String> bound =
                    USER.run("inner", () -> ContextPublishers.bind(Mono.just("").publishOn(Schedulers.single())));

            USER.run("outer", () -> bound.subscribe(value -> note(after, "signal"), e -> {}, done::countDown));
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(after).containsExactly("signal outer");
            assertThat(Mono.fromSupplier(AsyncLocalStorage::snapshot)
                            .subscribeOn(Schedulers.single())
                            .block(TIMEOUT))
                    .isSameAs(Snapshot.empty());
        }
    }

    @Nested
    class Automatic {

        @BeforeEach
        void enable() {
            Hooks.enableAutomaticContextPropagation();
        }

        @AfterEach
        void disable() {
            Hooks.disableAutomaticContextPropagation();
        }

        @Test
        @Surface(value = "Reactor: operators on any scheduler, with automatic propagation", virtual = false)
        void keepsTheStoreOfARunOnEveryThread() {
            Flux<String> bound = USER.run(
                    "inner",
                    () -> ContextPublishers.bind(Flux.just(1, 2)
                            .publishOn(Schedulers.parallel())
                            .concatMap(value -> seen().delaySubscription(Duration.ofMillis(1)))
                            .publishOn(Schedulers.boundedElastic())
                            .map(before -> before + " " + USER.getStore())));

            assertThat(USER.run("outer", () -> bound.collectList().block(TIMEOUT)))
                    .containsExactly("inner inner", "inner inner");
        }

        @Test
        void hasTheContextOfTheSubscriptionWithoutBinding() {
            Mono<String> unbound = USER.run("inner", () -> seen().subscribeOn(Schedulers.parallel()));

            assertThat(USER.run("outer", () -> unbound.block(TIMEOUT))).isEqualTo("outer");
            assertThat(unbound.block(TIMEOUT)).isEqualTo("null");
        }

        @Test
        void keepsWhatIsCapturedInside() {
            Mono<String> captured = USER.run(
                    "inner",
                    () -> ContextPublishers.bind(
                            seen().subscribeOn(Schedulers.parallel()).contextCapture()));

            assertThat(USER.run("outer", () -> captured.block(TIMEOUT))).isEqualTo("inner");
        }

        @Test
        void clearsWhereItWasBoundToNothing() {
            Mono<String> bound = ContextPublishers.bind(seen().subscribeOn(Schedulers.parallel()));

            assertThat(USER.run("outer", () -> bound.block(TIMEOUT))).isEqualTo("null");
        }
    }

    private static void note(List<String> log, String what) {
        log.add(what + " " + USER.getStore());
    }
}
