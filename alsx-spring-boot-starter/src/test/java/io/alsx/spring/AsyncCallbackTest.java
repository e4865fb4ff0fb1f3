// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.ContextFutures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.scheduling.annotation.Async;

/** What callbacks of the future see that an {@code @Async} method returned, if its end comes later. */
class AsyncCallbackTest {

    static List<Class<?>> sources() {
        return List.of(
                AsyncMethodApplication.Pool.class,
                AsyncMethodApplication.NullConfigurer.class,
                AsyncMethodApplication.LocalExecutor.class,
                AsyncMethodApplication.RawDefault.class,
                AsyncMethodApplication.RawOfConfigurer.class,
                AsyncMethodApplication.SpringExecutorOfConfigurer.class,
                AsyncMethodApplication.Wrapping.class);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void seeTheContextOfTheirRegistrationWhereTheFutureIsFollowed(Class<?> source) throws Exception {
        assertFollowedIsRight(source);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void seeTheContextOfTheirRegistrationWhereTheFutureIsFollowedOnVirtualThreads() throws Exception {
        assertFollowedIsRight(AsyncMethodApplication.Virtual.class);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void seeTheContextOfTheCallWhereThatCompletesTheFuture(Class<?> source) throws Exception {
        assertOfCallIsRight(source);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void seeTheContextOfTheCallWhereThatCompletesTheFutureOnVirtualThreads() throws Exception {
        assertOfCallIsRight(AsyncMethodApplication.Virtual.class);
    }

    private static void assertOfCallIsRight(Class<?> source) throws Exception {
        try (var application = start(source)) {
            CountDownLatch gate = new CountDownLatch(1);
            CompletableFuture<String> called =
                    USER.run("u", () -> application.bean(Waiting.class).until(gate));
            CompletableFuture<String> callback =
                    USER.run("v", () -> called.thenApply(task -> task + " " + USER.getStore()));
            gate.countDown();
            assertThat(callback.get(20, TimeUnit.SECONDS)).isEqualTo("u u");
        }
    }

    private static void assertFollowedIsRight(Class<?> source) throws Exception {
        try (var application = start(source)) {
            CountDownLatch gate = new CountDownLatch(1);
            CompletableFuture<String> called =
                    USER.run("u", () -> application.bean(Waiting.class).until(gate));
            CompletableFuture<String> callback =
                    USER.run("v", () -> ContextFutures.follow(called).thenApply(task -> task + " " + USER.getStore()));
            gate.countDown();
            assertThat(callback.get(20, TimeUnit.SECONDS)).isEqualTo("u v");
        }
    }

    private static RunningApplication start(Class<?> source) {
        return new RunningApplication(new SpringApplicationBuilder(source, Waiting.class)
                .web(WebApplicationType.NONE)
                .run("--spring.main.banner-mode=off"));
    }

    static class Waiting {

        @Async
        public CompletableFuture<String> until(CountDownLatch gate) throws InterruptedException {
            assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
            return CompletableFuture.completedFuture(String.valueOf(USER.getStore()));
        }
    }
}
