// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;

import io.alsx.AsyncLocalStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.PriorityChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.MessageSource;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.scheduling.PollerMetadata;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.support.PeriodicTrigger;

/** Flows through every kind of channel that hands over, with executors that do not carry the context and one that does. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableIntegration
@Import(IntegrationApplication.Source.class)
class IntegrationApplication {

    @Bean
    static Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
        return new Sightings(requestStorage);
    }

    @Bean
    IntegrationFlow polling(Source source, Sightings sightings) {
        return IntegrationFlow.from(
                        source, adapter -> adapter.poller(Pollers.fixedDelay(1).advice(noting("polled", sightings))))
                .channel("polled")
                .handle(handler("polled", sightings))
                .get();
    }

    /** Its endpoint is made by a factory, which starts it, too. */
    @Bean
    IntegrationFlow flow(Sightings sightings) {
        return IntegrationFlow.from("flowing")
                .handle(handler("flowing", sightings), endpoint -> endpoint.poller(Pollers.fixedDelay(1)))
                .get();
    }

    @Bean
    PollerMetadata advised(Sightings sightings) {
        PollerMetadata poller = new PollerMetadata();
        poller.setTrigger(new PeriodicTrigger(Duration.ofMillis(1)));
        poller.setReceiveTimeout(100);
        poller.setAdviceChain(List.of(noting("queued", sightings)));
        return poller;
    }

    private static Advice noting(String channel, Sightings sightings) {
        return (MethodInterceptor) poll -> {
            Object result = null;
            try {
                result = poll.proceed();
                return result;
            } finally {
                if (result != null) {
                    sightings.note("advice of " + channel + " " + ((Message<?>) result).getPayload());
                }
            }
        };
    }

    @Bean
    DirectChannel polled() {
        return new DirectChannel();
    }

    @Bean
    DirectChannel direct() {
        return new DirectChannel();
    }

    @Bean
    QueueChannel queued() {
        return new QueueChannel();
    }

    @Bean
    QueueChannel flowing() {
        return new QueueChannel();
    }

    @Bean
    PriorityChannel prior() {
        return new PriorityChannel();
    }

    @Bean
    QueueChannel box() {
        return new QueueChannel();
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService bare() {
        return Executors.newSingleThreadExecutor();
    }

    @Bean
    ThreadPoolTaskExecutor carrying() {
        return new ThreadPoolTaskExecutor();
    }

    @Bean
    ExecutorChannel executed(ExecutorService bare) {
        return new ExecutorChannel(bare);
    }

    @Bean
    PublishSubscribeChannel published(ExecutorService bare) {
        return new PublishSubscribeChannel(bare);
    }

    @Bean
    PublishSubscribeChannel sequenced(ExecutorService bare) {
        PublishSubscribeChannel channel = new PublishSubscribeChannel(bare);
        channel.setApplySequence(true);
        return channel;
    }

    @Bean
    ExecutorChannel carried(ThreadPoolTaskExecutor carrying) {
        return new ExecutorChannel(carrying);
    }

    @Bean
    ExecutorChannel callers() {
        return new ExecutorChannel(Runnable::run);
    }

    @Bean
    @ServiceActivator(inputChannel = "direct")
    MessageHandler ofDirect(Sightings sightings) {
        return handler("direct", sightings);
    }

    @Bean
    @ServiceActivator(inputChannel = "queued", poller = @Poller("advised"))
    MessageHandler ofQueued(Sightings sightings) {
        return handler("queued", sightings);
    }

    @Bean
    @ServiceActivator(inputChannel = "prior", poller = @Poller(fixedDelay = "1"))
    MessageHandler ofPrior(Sightings sightings) {
        return handler("prior", sightings);
    }

    @Bean
    @ServiceActivator(inputChannel = "executed")
    MessageHandler ofExecuted(Sightings sightings) {
        return handler("executed", sightings);
    }

    @Bean
    @ServiceActivator(inputChannel = "published")
    MessageHandler ofPublished(Sightings sightings) {
        return handler("published", sightings);
    }

    @Bean
    @ServiceActivator(inputChannel = "sequenced")
    MessageHandler ofSequenced(Sightings sightings) {
        return handler("sequenced", sightings);
    }

    @Bean
    @ServiceActivator(inputChannel = "carried")
    MessageHandler ofCarried(Sightings sightings) {
        return handler("carried", sightings);
    }

    @Bean
    @ServiceActivator(inputChannel = "callers")
    MessageHandler ofCallers(Sightings sightings) {
        return handler("callers", sightings);
    }

    /** Forgets to leave what it enters, as bad code does. */
    private static MessageHandler handler(String channel, Sightings sightings) {
        return message -> {
            sightings.note(channel + " " + message.getPayload());
            USER.enterWith("entered by the handler");
            if (message.getPayload().equals("exception")) {
                throw new IllegalStateException("exception");
            }
            if (message.getPayload().equals("error")) {
                throw new AssertionError("error");
            }
        };
    }

    static final class Source implements MessageSource<String> {

        private final BlockingQueue<Message<String>> messages = new LinkedBlockingQueue<>();

        private final Sightings sightings;

        Source(Sightings sightings) {
            this.sightings = sightings;
        }

        void give(Message<String> message) {
            messages.add(message);
        }

        @Override
        public @Nullable Message<String> receive() {
            Message<String> message = messages.poll();
            if (message != null) {
                sightings.note("received");
            }
            return message;
        }
    }
}
