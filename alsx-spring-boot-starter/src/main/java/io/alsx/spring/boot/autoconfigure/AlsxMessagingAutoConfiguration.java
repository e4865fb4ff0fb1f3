// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.MessageContexts;
import io.alsx.spring.entry.EntryPoint;
import io.alsx.spring.entry.IntegrationPostProcessor;
import io.alsx.spring.entry.IntegrationSender;
import io.alsx.spring.entry.JmsListenerPostProcessor;
import io.alsx.spring.entry.KafkaListenerPostProcessor;
import io.alsx.spring.entry.MessageArrivals;
import io.alsx.spring.entry.RabbitListenerPostProcessor;
import io.alsx.spring.entry.StompEntry;
import io.alsx.spring.insight.Feature;
import jakarta.jms.Message;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.config.GlobalChannelInterceptor;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.socket.config.annotation.DelegatingWebSocketMessageBrokerConfiguration;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** Wires what gives messages a store of their own, one library apart from the other. */
@AutoConfiguration(after = AlsxEntryAutoConfiguration.class)
@ConditionalOnBooleanProperty(
        prefix = "alsx",
        name = {"enabled", "messaging.enabled"},
        matchIfMissing = true)
class AlsxMessagingAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(MessageContexts.class)
    MessageArrivals alsxMessageContexts(EntryPoint entryPoint, AlsxProperties properties, ResourceLoader resources) {
        return new MessageArrivals(entryPoint, properties.messagingIsOn(), resources.getClassLoader());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(AbstractKafkaListenerContainerFactory.class)
    static class KafkaConfiguration {

        @Bean
        @Order(1)
        Feature alsxKafkaFeature(AlsxProperties properties) {
            return new Feature(properties.messagingIsOn(), "a store for each Kafka record");
        }

        @Bean
        @OnePerContext
        static KafkaListenerPostProcessor alsxKafkaListenerPostProcessor(
                ObjectProvider<EntryPoint> entryPoint, ObjectProvider<AlsxProperties> properties) {
            return new KafkaListenerPostProcessor(
                    SingletonSupplier.of(entryPoint::getObject),
                    () -> properties.getObject().messagingIsOn());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(AbstractRabbitListenerContainerFactory.class)
    static class RabbitConfiguration {

        @Bean
        @Order(1)
        Feature alsxRabbitFeature(AlsxProperties properties) {
            return new Feature(properties.messagingIsOn(), "a store for each RabbitMQ message");
        }

        @Bean
        @OnePerContext
        static RabbitListenerPostProcessor alsxRabbitListenerPostProcessor(
                ObjectProvider<EntryPoint> entryPoint, ObjectProvider<AlsxProperties> properties) {
            return new RabbitListenerPostProcessor(
                    SingletonSupplier.of(entryPoint::getObject),
                    () -> properties.getObject().messagingIsOn());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JmsListenerEndpointRegistry.class, Message.class})
    static class JmsConfiguration {

        @Bean
        @Order(1)
        Feature alsxJmsFeature(AlsxProperties properties) {
            return new Feature(properties.messagingIsOn(), "a store for each JMS message");
        }

        @Bean
        @OnePerContext
        static JmsListenerPostProcessor alsxJmsListenerPostProcessor(
                ObjectProvider<EntryPoint> entryPoint, ObjectProvider<AlsxProperties> properties) {
            return new JmsListenerPostProcessor(
                    SingletonSupplier.of(entryPoint::getObject),
                    () -> properties.getObject().messagingIsOn());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(WebSocketMessageBrokerConfigurer.class)
    static class StompConfiguration {

        @Bean
        @Order(1)
        Feature alsxStompFeature(
                AlsxProperties properties, ObjectProvider<DelegatingWebSocketMessageBrokerConfiguration> used) {
            return new Feature(
                    properties.messagingIsOn() && used.getIfAvailable() != null, "a store for each STOMP frame");
        }

        /** The first one, so that interceptors of the application see the store. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        @OnePerContext
        StompEntry alsxStompEntry(ObjectProvider<EntryPoint> entryPoint, AlsxProperties properties) {
            return new StompEntry(SingletonSupplier.of(entryPoint::getObject), properties.messagingIsOn());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(AbstractMessageChannel.class)
    static class IntegrationConfiguration {

        @Bean
        @Order(1)
        Feature alsxIntegrationFeature(AlsxProperties properties) {
            return new Feature(properties.messagingIsOn(), "a store for each message of Spring Integration");
        }

        @Bean
        @OnePerContext
        static IntegrationPostProcessor alsxIntegrationPostProcessor(
                ObjectProvider<EntryPoint> entryPoint, ObjectProvider<AlsxProperties> properties) {
            return new IntegrationPostProcessor(
                    SingletonSupplier.of(entryPoint::getObject),
                    () -> properties.getObject().messagingIsOn());
        }

        @Bean
        @GlobalChannelInterceptor(order = Ordered.LOWEST_PRECEDENCE)
        @OnePerContext
        static IntegrationSender alsxIntegrationSender() {
            return new IntegrationSender();
        }
    }
}
