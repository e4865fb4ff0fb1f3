// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RunInStore;
import io.alsx.spring.entry.EntryMethodPostProcessor;
import io.alsx.spring.entry.EntryPoint;
import io.alsx.spring.entry.IntegrationPostProcessor;
import io.alsx.spring.entry.IntegrationSender;
import io.alsx.spring.entry.JmsListenerPostProcessor;
import io.alsx.spring.entry.KafkaListenerPostProcessor;
import io.alsx.spring.entry.RabbitListenerPostProcessor;
import io.alsx.spring.entry.RequestIdPolicy;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.entry.StompEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.test.util.ReflectionTestUtils;

/** Which beans there are that begin contexts, and what makes them give way. */
class EntryAutoConfigurationTest {

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AlsxAutoConfiguration.class,
                    AlsxEntryAutoConfiguration.class,
                    AlsxMessagingAutoConfiguration.class));

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AlsxAutoConfiguration.class,
                    AlsxEntryAutoConfiguration.class,
                    AlsxMessagingAutoConfiguration.class));

    @Test
    void areThereByDefault() {
        plain.run(context -> assertThat(context)
                .hasSingleBean(EntryPoint.class)
                .hasSingleBean(EntryMethodPostProcessor.class)
                .hasSingleBean(KafkaListenerPostProcessor.class)
                .hasSingleBean(RabbitListenerPostProcessor.class)
                .hasSingleBean(JmsListenerPostProcessor.class)
                .hasSingleBean(IntegrationPostProcessor.class)
                .hasSingleBean(IntegrationSender.class));
    }

    @Test
    void areThereForStompInServletApplications() {
        web.run(context -> assertThat(context).hasNotFailed().hasSingleBean(StompEntry.class));
        plain.run(context -> assertThat(context).doesNotHaveBean(StompEntry.class));
        web.withPropertyValues("alsx.messaging.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StompEntry.class));
        web.withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("alsxStompEntry"));
        web.withBean("ownEntry", StompEntry.class, () -> new StompEntry(null, false))
                .run(context ->
                        assertThat(context).hasSingleBean(StompEntry.class).hasBean("ownEntry"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=false", "alsx.messaging.enabled=false"})
    void areNotThereForMessagesWhenOff(String property) {
        plain.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(KafkaListenerPostProcessor.class)
                        .doesNotHaveBean(RabbitListenerPostProcessor.class)
                        .doesNotHaveBean(JmsListenerPostProcessor.class)
                        .doesNotHaveBean(IntegrationPostProcessor.class)
                        .doesNotHaveBean(IntegrationSender.class)
                        .doesNotHaveBean("alsxIntegrationFeature"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=false", "alsx.entry-points.enabled=false"})
    void areNotThereForMethodsWhenOff(String property) {
        plain.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EntryMethodPostProcessor.class));
    }

    @ParameterizedTest
    @CsvSource({
        "org.springframework.kafka,alsxKafkaListenerPostProcessor",
        "org.springframework.amqp,alsxRabbitListenerPostProcessor",
        "org.springframework.jms,alsxJmsListenerPostProcessor",
        "jakarta.jms,alsxJmsListenerPostProcessor",
        "org.springframework.integration,alsxIntegrationPostProcessor"
    })
    void needNoLibraryThatIsMissing(String missing, String bean) {
        plain.withClassLoader(new FilteredClassLoader(missing)).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(bean).hasSingleBean(EntryMethodPostProcessor.class);
            assertThat(context.getBeansOfType(BeanPostProcessor.class).keySet())
                    .filteredOn(name -> name.startsWith("alsx") && !name.equals("alsxEntryMethodPostProcessor"))
                    .hasSize(3);
        });
    }

    @Test
    void giveWayToThoseForIntegrationOfTheApplication() {
        plain.withUserConfiguration(OwnIntegration.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(IntegrationPostProcessor.class)
                        .hasSingleBean(IntegrationSender.class)
                        .hasBean("ownMessages")
                        .hasBean("ownSender"));
    }

    @Test
    void needNoReactor() {
        plain.withClassLoader(new FilteredClassLoader("reactor"))
                .run(context -> assertThat(context).hasSingleBean(EntryMethodPostProcessor.class));
    }

    @Test
    void giveWayToAnEntryPointOfTheApplication() {
        plain.withUserConfiguration(OwnEntryPoint.class)
                .run(context ->
                        assertThat(context).hasSingleBean(EntryPoint.class).hasBean("mine"));
    }

    @Test
    void useAStorageOfTheApplication() {
        plain.withUserConfiguration(OwnStorage.class, Job.class)
                .run(context -> assertThat(context.getBean(Job.class).run()).startsWith("JOB"));
    }

    @Test
    void areAroundTheInterceptorThatACustomizerOfTheApplicationSets() {
        plain.withUserConfiguration(KafkaFactory.class, Job.class).run(context -> {
            List<String> seen = context.getBean(KafkaFactory.class).seen();
            var container = context.getBean(ConcurrentKafkaListenerContainerFactory.class)
                    .createContainer("topic");
            @SuppressWarnings("unchecked")
            RecordInterceptor<String, String> interceptor =
                    (RecordInterceptor<String, String>) ReflectionTestUtils.getField(container, "recordInterceptor");
            assertThat(interceptor).isNotNull();

            Snapshot.empty().run(() -> {
                interceptor.intercept(new ConsumerRecord<>("topic", 0, 7, "key", "value"), null);
                interceptor.afterRecord(new ConsumerRecord<>("topic", 0, 7, "key", "value"), null);
                seen.add(context.getBean(Job.class).joined());
            });
            assertThat(seen).hasSize(2).last().asString().startsWith("JOINED");
            assertThat(seen.get(0)).startsWith("KAFKA topic ");
        });
    }

    @Test
    void leaveTheFactoryOfOtherListenersAloneWhenOff() {
        plain.withUserConfiguration(RabbitFactory.class)
                .run(context -> assertThat(context.getBean(SimpleRabbitListenerContainerFactory.class)
                                .getAdviceChain())
                        .hasSize(1));
        plain.withUserConfiguration(RabbitFactory.class)
                .withPropertyValues("alsx.messaging.enabled=false")
                .run(context -> assertThat(context.getBean(SimpleRabbitListenerContainerFactory.class)
                                .getAdviceChain())
                        .isNullOrEmpty());
    }

    @RunInStore(kind = "JOB")
    static class Job {

        private final AsyncLocalStorage<RequestStore> storage;

        Job(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        public String run() {
            return String.valueOf(storage.getStore());
        }

        @RunInStore(nested = RunInStore.Nested.JOIN, kind = "JOINED")
        public String joined() {
            return String.valueOf(storage.getStore());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnIntegration {

        @Bean
        static IntegrationPostProcessor ownMessages(ObjectProvider<EntryPoint> entryPoint) {
            return new IntegrationPostProcessor(entryPoint::getObject, () -> false);
        }

        @Bean
        static IntegrationSender ownSender() {
            return new IntegrationSender();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEntryPoint {

        @Bean
        EntryPoint mine(AsyncLocalStorage<RequestStore> storage) {
            return new EntryPoint(new RequestStores(
                    storage,
                    RequestStore::new,
                    List.of(),
                    new RequestIdPolicy("X-Request-Id", false, false),
                    List.of()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStorage {

        @Bean
        AsyncLocalStorage<RequestStore> mine() {
            return new AsyncLocalStorage<>();
        }
    }

    @Configuration
    static class KafkaFactory {

        private final List<String> seen = new ArrayList<>();

        private final AsyncLocalStorage<RequestStore> storage;

        KafkaFactory(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        List<String> seen() {
            return seen;
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, String> factory() {
            ConcurrentKafkaListenerContainerFactory<String, String> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(Map.of()));
            factory.setContainerCustomizer(container -> container.setRecordInterceptor((message, consumer) -> {
                seen.add(String.valueOf(storage.getStore()));
                return message;
            }));
            return factory;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class RabbitFactory {

        @Bean
        SimpleRabbitListenerContainerFactory factory() {
            SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            factory.setConnectionFactory(new CachingConnectionFactory("localhost"));
            return factory;
        }
    }
}
