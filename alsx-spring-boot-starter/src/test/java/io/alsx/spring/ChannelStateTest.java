// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.interceptor.ThreadStatePropagationChannelInterceptor;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.GlobalChannelInterceptor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/** Channels of Spring Integration with interceptors of the application that carry the state of a thread as well. */
class ChannelStateTest {

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    private static final ThreadLocal<@Nullable String> FIRST = new ThreadLocal<>();

    private static final ThreadLocal<@Nullable String> SECOND = new ThreadLocal<>();

    @Test
    void carryEachItsOwnBesideTheContext() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            application
                    .bean("executed", ExecutorChannel.class)
                    .subscribe(message -> seen.add(USER.getStore() + " " + FIRST.get() + " " + SECOND.get()));
            for (int i = 0; i < 3; i++) {
                send(application, "u" + i);
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("u%1$s 1u%1$s 2u%1$s".formatted(i));
            }
        }
    }

    private static void send(RunningApplication application, String user) {
        ExecutorChannel channel = application.bean("executed", ExecutorChannel.class);
        FIRST.set("1" + user);
        SECOND.set("2" + user);
        try {
            USER.run(user, () -> channel.send(new GenericMessage<>("message")));
        } finally {
            FIRST.remove();
            SECOND.remove();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableIntegration
    static class Application {

        @Bean
        ExecutorChannel executed() {
            return new ExecutorChannel(Executors.newSingleThreadExecutor());
        }

        @Bean
        @GlobalChannelInterceptor(patterns = "executed")
        Carrying first() {
            return new Carrying(FIRST);
        }

        @Bean
        @GlobalChannelInterceptor(patterns = "executed")
        Carrying second() {
            return new Carrying(SECOND);
        }
    }

    static final class Carrying extends ThreadStatePropagationChannelInterceptor<String> {

        private final ThreadLocal<@Nullable String> local;

        Carrying(ThreadLocal<@Nullable String> local) {
            this.local = local;
        }

        @Override
        protected @Nullable String obtainPropagatingContext(Message<?> message, MessageChannel channel) {
            return local.get();
        }

        @Override
        protected void populatePropagatedContext(@Nullable String state, Message<?> message, MessageChannel channel) {
            local.set(state);
        }
    }
}
