// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.WithAsyncResourceTest.assertDestroyed;
import static io.alsx.spring.WithAsyncResourceTest.assertNotDestroyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.alsx.AsyncResource;
import io.alsx.spring.ResourceApplication.OnMethods;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A resource lasts as long as what the method returned. */
class AsyncResultTest {

    private static RunningApplication application;

    private static OnMethods bean;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(ResourceApplication.class);
        bean = application.bean(OnMethods.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Nested
    class OfCompletionStage {

        @Test
        void isTheSameObject() {
            CompletableFuture<String> result = new CompletableFuture<>();
            assertThat(bean.<CompletionStage<String>>returning(result)).isSameAs(result);
        }

        @Test
        void isNotDestroyedWhilePending() {
            bean.returning(new CompletableFuture<>());
            assertNotDestroyed(OnMethods.last);
        }

        @Test
        void isDestroyedWhenItCompletesFailsOrIsCancelled() {
            assertDestroyedAfter(future -> future.complete("done"));
            assertDestroyedAfter(future -> future.completeExceptionally(new IllegalStateException()));
            assertDestroyedAfter(future -> future.cancel(true));
        }

        @Test
        void isDestroyedAtOnceWhereItHasEnded() {
            bean.returning(CompletableFuture.completedFuture(""));
            assertDestroyed(OnMethods.last);
            bean.returning(CompletableFuture.failedFuture(new IllegalStateException()));
            assertDestroyed(OnMethods.last);
            bean.returning(CompletableFuture.completedStage(""));
            assertDestroyed(OnMethods.last);
        }

        @Test
        void doesNotDisturbAResultWhoseResourceTheMethodDestroyedItself() throws Exception {
            CompletableFuture<String> result = new CompletableFuture<>();
            bean.returning(result);
            OnMethods.last.emitDestroy();
            result.complete("done");
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("done");
        }

        private void assertDestroyedAfter(Consumer<CompletableFuture<String>> end) {
            CompletableFuture<String> result = new CompletableFuture<>();
            bean.returning(result);
            AsyncResource resource = OnMethods.last;
            end.accept(result);
            assertDestroyed(resource);
        }
    }

    @Nested
    class OfFuture {

        @Test
        void isNotDestroyedWhilePending() {
            Future<String> seen = bean.future(new FutureTask<>(() -> "done"));
            assertThat(seen.isDone()).isFalse();
            assertThat(seen.isCancelled()).isFalse();
            assertThatThrownBy(() -> seen.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertNotDestroyed(OnMethods.last);
        }

        @Test
        void isDestroyedWhenSeenToHaveEnded() throws Exception {
            FutureTask<String> done = new FutureTask<>(() -> "done");
            Future<String> seen = bean.future(done);
            done.run();
            assertThat(seen.get()).isEqualTo("done");
            assertDestroyed(OnMethods.last);

            FutureTask<String> failed = new FutureTask<>(() -> {
                throw new IllegalStateException("thrown in a task");
            });
            Future<String> seenToFail = bean.future(failed);
            failed.run();
            assertThat(catchThrowable(() -> seenToFail.get(60, TimeUnit.SECONDS)))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("thrown in a task");
            assertDestroyed(OnMethods.last);

            Future<String> cancelled = bean.future(new FutureTask<>(() -> "done"));
            assertThat(cancelled.cancel(false)).isTrue();
            assertDestroyed(OnMethods.last);
            assertThat(cancelled.isCancelled()).isTrue();
            assertThatThrownBy(cancelled::get).isInstanceOf(CancellationException.class);
        }

        @Test
        void isDestroyedByItselfWhereItIsACompletableFuture() {
            CompletableFuture<String> result = new CompletableFuture<>();
            assertThat(bean.future(result)).isSameAs(result);
            AsyncResource resource = OnMethods.last;
            result.complete("done");
            assertDestroyed(resource);
        }
    }

    @Nested
    class OfReactiveTypes {

        @Test
        void isNotDestroyedWhilePending() {
            bean.mono(Mono.never()).subscribe();
            assertNotDestroyed(OnMethods.last);
            bean.flux(Flux.just("a").concatWith(Flux.never())).subscribe();
            assertNotDestroyed(OnMethods.last);
            bean.mono(Mono.just("a"));
            assertNotDestroyed(OnMethods.last);
        }

        @Test
        void isDestroyedWhenItCompletesFailsOrIsCancelled() {
            assertThat(bean.mono(Mono.just("a")).block(Duration.ofSeconds(60))).isEqualTo("a");
            assertDestroyed(OnMethods.last);
            IllegalStateException failure = new IllegalStateException();
            assertThat(catchThrowable(() -> bean.mono(Mono.error(failure)).block()))
                    .isSameAs(failure);
            assertDestroyed(OnMethods.last);
            bean.mono(Mono.never()).subscribe().dispose();
            assertDestroyed(OnMethods.last);

            assertThat(bean.flux(Flux.just("a", "b")).collectList().block()).containsExactly("a", "b");
            assertDestroyed(OnMethods.last);
            assertThat(catchThrowable(() -> bean.flux(Flux.error(failure)).blockLast()))
                    .isSameAs(failure);
            assertDestroyed(OnMethods.last);
            bean.flux(Flux.never()).subscribe().dispose();
            assertDestroyed(OnMethods.last);
        }

        @Test
        void isDestroyedWhenAForeignThreadEndsIt() {
            Sinks.One<String> sink = Sinks.one();
            Mono<String> result = bean.mono(sink.asMono());
            AsyncResource resource = OnMethods.last;
            Thread thread = new Thread(() -> sink.tryEmitValue("a"));
            thread.start();
            assertThat(result.block(Duration.ofSeconds(60))).isEqualTo("a");
            join(thread);
            assertDestroyed(resource);
        }

        @Test
        void isSubscribableTwice() {
            Mono<String> result = bean.mono(Mono.just("a"));
            assertThat(result.block()).isEqualTo("a");
            assertThat(result.block()).isEqualTo("a");
        }

        @Test
        void isOfTheDeclaredType() {
            assertThat(bean.connectableFlux(Flux.just("a").publish())).isInstanceOf(ConnectableFlux.class);
        }
    }

    @Nested
    class OfAMethodThatDestroysItsResource {

        @Test
        void stillReturns() {
            assertThat(bean.destroying(null)).isEqualTo("done");
        }

        @Test
        void stillThrowsItsOwnException() {
            IllegalStateException failure = new IllegalStateException("of the method");
            assertThat(catchThrowable(() -> bean.destroying(failure))).isSameAs(failure);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
