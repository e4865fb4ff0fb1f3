// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** A message that is sent again from where it is handled takes the context along, and not those of all times before. */
class IntegrationLoopTest {

    private static final int HOPS = 5;

    private static final AsyncLocalStorage<Object> ENTERED = AsyncLocalStorage.named("entered");

    @ParameterizedTest
    @ValueSource(strings = {"queued", "carried"})
    void keepsNothingOfTheFirstHop(String channel) throws Exception {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            application.bean(channel, MessageChannel.class).send(new GenericMessage<>(1));
            Loop loop = application.bean(channel + "Loop", Loop.class);
            Snapshot last = loop.last.get(60, TimeUnit.SECONDS);

            WeakReference<Object> first = loop.entered.remove();
            Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
                System.gc();
                assertThat(first.get()).isNull();
            });
            assertThat(loop.entered).hasSize(HOPS - 1);
            Reference.reachabilityFence(last);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableIntegration
    static class Application {

        @Bean
        ThreadPoolTaskExecutor carrying() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        QueueChannel queued() {
            return new QueueChannel();
        }

        @Bean
        ExecutorChannel carried(ThreadPoolTaskExecutor carrying) {
            return new ExecutorChannel(carrying);
        }

        @Bean
        @ServiceActivator(inputChannel = "queued", poller = @Poller(fixedDelay = "1"))
        Loop queuedLoop(QueueChannel queued) {
            return new Loop(queued, new ConcurrentLinkedQueue<>(), new CompletableFuture<>());
        }

        @Bean
        @ServiceActivator(inputChannel = "carried")
        Loop carriedLoop(ExecutorChannel carried) {
            return new Loop(carried, new ConcurrentLinkedQueue<>(), new CompletableFuture<>());
        }
    }

    record Loop(MessageChannel channel, Queue<WeakReference<Object>> entered, CompletableFuture<Snapshot> last)
            implements MessageHandler {

        @Override
        public void handleMessage(Message<?> message) {
            Object store = new Object();
            ENTERED.enterWith(store);
            entered.add(new WeakReference<>(store));
            int hop = (int) message.getPayload();
            if (hop < HOPS) {
                channel.send(new GenericMessage<>(hop + 1));
            } else {
                last.complete(AsyncLocalStorage.snapshot());
            }
        }
    }
}
