// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.util.backoff.FixedBackOff;

/** Kafka listeners of every shape, beside interceptors and an error handler of the application's own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import({KafkaApplication.Listeners.class, KafkaApplication.Handlers.class, KafkaApplication.Worker.class})
class KafkaApplication {

    static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private final AtomicBoolean ownIsUsed = new AtomicBoolean();

    @Bean
    Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
        return new Sightings(requestStorage);
    }

    @Bean
    RequestBinding<String> tenant() {
        return new RequestBinding<>(TENANT, request -> {
            String tenant = request.header("x-tenant");
            if ("unknown".equals(tenant)) {
                throw new IllegalArgumentException(tenant);
            }
            return tenant;
        });
    }

    @Bean
    RecordInterceptor<Object, Object> interceptor(Sightings sightings) {
        return new RecordInterceptor<>() {

            @Override
            public ConsumerRecord<Object, Object> intercept(
                    ConsumerRecord<Object, Object> message, Consumer<Object, Object> consumer) {
                sightings.note("interceptor " + message.topic());
                return message;
            }

            @Override
            public void afterRecord(ConsumerRecord<Object, Object> message, Consumer<Object, Object> consumer) {
                sightings.note("afterRecord " + message.topic());
            }
        };
    }

    @Bean
    CommonErrorHandler errorHandler(Sightings sightings) {
        return new DefaultErrorHandler(
                (message, failure) -> sightings.note("recoverer " + message.topic()), new FixedBackOff(0, 1));
    }

    @Bean
    KafkaMessageListenerContainer<String, String> ownContainer(
            ConsumerFactory<String, String> consumers, Sightings sightings) {
        ContainerProperties properties = new ContainerProperties("own");
        properties.setGroupId("own");
        properties.setMessageListener((MessageListener<String, String>) message -> {
            ownIsUsed.set(true);
            sightings.note("own");
        });
        properties.setPollTimeout(50);
        properties.setIdleEventInterval(50L);
        return new KafkaMessageListenerContainer<>(consumers, properties);
    }

    /** On the consumer's thread, when there has been no record for a while. */
    @Bean
    ApplicationListener<ListenerContainerIdleEvent> idle(Sightings sightings) {
        return event -> sightings.note(ownIsUsed.get() ? "idle" : "not used yet");
    }

    static class Listeners {

        private final Sightings sightings;

        private final Worker worker;

        Listeners(Sightings sightings, Worker worker) {
            this.sightings = sightings;
            this.worker = worker;
        }

        /** Private, final: no proxy could stand for it. */
        @SuppressWarnings({"unused", "FutureReturnValueIgnored"})
        @KafkaListener(topics = "plain")
        private void plain(String message) {
            sightings.note("plain");
            USER.enterWith("entered for " + message);
            worker.note("worker");
        }

        @KafkaListener(topics = "tenant")
        final void tenant(String message) {
            USER.enterWith(Objects.requireNonNullElse(TENANT.getStore(), "none"));
            sightings.note("tenant");
        }

        @KafkaListener(topics = "failing")
        void failing(String message) {
            sightings.note("failing");
            throw new IllegalStateException(message);
        }

        @KafkaListener(topics = "batch", batch = "true")
        void batch(List<String> messages) {
            sightings.note("batch");
        }

        @KafkaListener(topics = "later")
        CompletableFuture<@Nullable Void> later(String message) {
            return worker.note("later").thenRun(() -> sightings.note("stage"));
        }

        @KafkaListener(id = "late", topics = "late", autoStartup = "false")
        void late(String message) {
            sightings.note("late");
        }
    }

    @KafkaListener(topics = "handled")
    static class Handlers {

        private final Sightings sightings;

        Handlers(Sightings sightings) {
            this.sightings = sightings;
        }

        @KafkaHandler(isDefault = true)
        void handle(String message) {
            sightings.note("handled");
        }
    }

    static class Worker {

        private final Sightings sightings;

        Worker(Sightings sightings) {
            this.sightings = sightings;
        }

        @Async
        CompletableFuture<@Nullable Void> note(String where) {
            sightings.note(where);
            return CompletableFuture.completedFuture(null);
        }
    }
}
