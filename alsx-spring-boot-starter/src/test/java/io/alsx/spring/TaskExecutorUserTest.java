// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

/** Those in Spring that are given the application's task executor, and run on it. */
class TaskExecutorUserTest {

    @Test
    @Surface(value = "Messages: an `ExecutorSubscribableChannel`", virtual = false)
    void aMessageChannelCarriesTheContextOfTheSender() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            ExecutorSubscribableChannel channel = new ExecutorSubscribableChannel(
                    application.context().getBean("applicationTaskExecutor", AsyncTaskExecutor.class));
            CompletableFuture<String> seen = new CompletableFuture<>();
            channel.subscribe(message -> seen.complete(seenNow()));
            USER.run("u", () -> channel.send(new GenericMessage<>("frame")));
            assertThat(seen.get(20, TimeUnit.SECONDS))
                    .startsWith("u ")
                    .doesNotContain(Thread.currentThread().getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.main.lazy-initialization=false", "spring.threads.virtual.enabled=true"})
    @Surface(value = "Executors: background bootstrap of beans, from empty", virtual = false)
    void whatIsMadeInTheBackgroundAtTheStartHasNoStore(String property) throws Exception {
        Background.seen = new CompletableFuture<>();
        try (var application = RunningApplication.withoutWebServer(Application.class, property)) {
            assertThat(Background.seen.get(20, TimeUnit.SECONDS))
                    .startsWith("null ")
                    .doesNotContain(Thread.currentThread().getName());
        }
    }

    private static String seenNow() {
        return USER.getStore() + " " + Thread.currentThread().getName();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
        Background background() {
            return new Background();
        }
    }

    static class Background {

        static volatile CompletableFuture<String> seen = new CompletableFuture<>();

        Background() {
            seen.complete(seenNow());
        }
    }
}
