// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.Wire;
import io.alsx.spring.WireCodec;
import io.alsx.spring.WireField;
import io.alsx.spring.WireTrust;
import io.alsx.spring.insight.Feature;
import io.alsx.spring.wire.ClientCustomizer;
import io.alsx.spring.wire.HttpClientPostProcessor;
import io.alsx.spring.wire.IncomingFields;
import io.alsx.spring.wire.JmsTemplatePostProcessor;
import io.alsx.spring.wire.KafkaTemplatePostProcessor;
import io.alsx.spring.wire.OutgoingCalls;
import io.alsx.spring.wire.OutgoingExchanges;
import io.alsx.spring.wire.OutgoingFields;
import io.alsx.spring.wire.OutgoingRequests;
import io.alsx.spring.wire.RabbitTemplatePostProcessor;
import io.alsx.spring.wire.WebClientPostProcessor;
import io.alsx.spring.wire.WireClientInterceptor;
import io.alsx.spring.wire.WireLosses;
import io.alsx.spring.wire.WireRuntimeHints;
import io.grpc.ClientInterceptor;
import jakarta.jms.Message;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** Wires what crosses to other processes, one library apart from the other. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
@ConditionalOnBooleanProperty(
        prefix = "alsx",
        name = {"enabled", "wire.enabled"},
        matchIfMissing = true)
@ImportRuntimeHints(WireRuntimeHints.class)
class AlsxWireAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    WireLosses alsxWireLosses() {
        return new WireLosses();
    }

    @Bean
    @OnePerContext
    IncomingFields alsxIncomingFields(
            ObjectProvider<WireCodec<?>> codecs,
            ObjectProvider<WireTrust> trust,
            WireLosses losses,
            AlsxProperties properties,
            AlsxWireProperties wire) {
        List<WireField> fields = isOn(properties, wire) ? wire.wireFields() : List.of();
        List<WireCodec<?>> all = isOn(properties, wire) ? codecs.orderedStream().toList() : List.of();
        SetupCheck.distinctFields(fields, all);
        return new IncomingFields(fields, all, trust.getIfAvailable(wire::sources), losses);
    }

    @Bean
    @OnePerContext
    OutgoingFields alsxOutgoingFields(
            AsyncLocalStorage<RequestStore> requestStorage,
            ObjectProvider<WireCodec<?>> codecs,
            WireLosses losses,
            AlsxProperties properties,
            AlsxWireProperties wire) {
        boolean on = isOn(properties, wire);
        String idHeader = on && wire.requestId() ? properties.web().requestId().header() : null;
        List<WireField> fields = on ? wire.wireFields() : List.of();
        List<WireCodec<?>> all = on ? codecs.orderedStream().toList() : List.of();
        if (idHeader != null) {
            SetupCheck.noFieldInPlaceOf(idHeader, fields, all);
        }
        return new OutgoingFields(requestStorage, idHeader, fields, all, wire.recipients(), losses);
    }

    @Bean
    @ConditionalOnMissingBean(Wire.class)
    OutgoingCalls alsxWire(OutgoingFields fields) {
        return new OutgoingCalls(fields);
    }

    @Bean
    @Order(5)
    Feature alsxWireFeature(
            ObjectProvider<WireCodec<?>> codecs,
            ObjectProvider<WireTrust> trust,
            AlsxProperties properties,
            AlsxWireProperties wire) {
        List<String> names = Stream.concat(
                        wire.wireFields().stream(), codecs.orderedStream().flatMap(codec -> codec.fields().stream()))
                .map(WireField::name)
                .toList();
        return new Feature(
                isOn(properties, wire),
                wire.description(properties.web().requestId().header(), names, trust.getIfAvailable() != null));
    }

    /** Also for what was decided when an application was built ahead of time. */
    private static boolean isOn(AlsxProperties properties, AlsxWireProperties wire) {
        return properties.enabled() && wire.enabled();
    }

    private static boolean isOn(
            ObjectProvider<AlsxProperties> properties, ObjectProvider<AlsxWireProperties> wireProperties) {
        return isOn(properties.getObject(), wireProperties.getObject());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClient.class)
    static class RestClientConfiguration {

        @Bean
        @ConditionalOnMissingBean
        static OutgoingRequests alsxOutgoingRequests(ObjectProvider<OutgoingFields> fields) {
            return new OutgoingRequests(OutgoingFields.lazily(fields));
        }

        @Bean
        @OnePerContext
        static HttpClientPostProcessor alsxHttpClientPostProcessor(
                ObjectProvider<OutgoingFields> fields,
                ObjectProvider<AlsxProperties> properties,
                ObjectProvider<AlsxWireProperties> wire) {
            return new HttpClientPostProcessor(
                    new OutgoingRequests(OutgoingFields.lazily(fields)), () -> isOn(properties, wire));
        }

        @Bean
        ClientCustomizer<RestClient.Builder> alsxRestClientCustomizer(OutgoingRequests requests) {
            return new ClientCustomizer<>(ClientCustomizer.REST_CLIENT, RestClient.Builder.class, requests::addTo);
        }

        @Bean
        ClientCustomizer<RestTemplate> alsxRestTemplateCustomizer(OutgoingRequests requests) {
            return new ClientCustomizer<>(ClientCustomizer.REST_TEMPLATE, RestTemplate.class, requests::addTo);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    static class WebClientConfiguration {

        @Bean
        @ConditionalOnMissingBean
        static OutgoingExchanges alsxOutgoingExchanges(ObjectProvider<OutgoingFields> fields) {
            return new OutgoingExchanges(OutgoingFields.lazily(fields));
        }

        @Bean
        @OnePerContext
        static WebClientPostProcessor alsxWebClientPostProcessor(
                ObjectProvider<OutgoingFields> fields,
                ObjectProvider<AlsxProperties> properties,
                ObjectProvider<AlsxWireProperties> wire) {
            return new WebClientPostProcessor(
                    new OutgoingExchanges(OutgoingFields.lazily(fields)), () -> isOn(properties, wire));
        }

        @Bean
        ClientCustomizer<WebClient.Builder> alsxWebClientCustomizer(OutgoingExchanges exchanges) {
            return new ClientCustomizer<>(ClientCustomizer.WEB_CLIENT, WebClient.Builder.class, exchanges::addTo);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(KafkaTemplate.class)
    static class KafkaConfiguration {

        @Bean
        @OnePerContext
        static KafkaTemplatePostProcessor alsxKafkaTemplatePostProcessor(
                ObjectProvider<OutgoingFields> fields,
                ObjectProvider<AlsxProperties> properties,
                ObjectProvider<AlsxWireProperties> wire) {
            return new KafkaTemplatePostProcessor(OutgoingFields.lazily(fields), () -> isOn(properties, wire));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RabbitTemplate.class)
    static class RabbitConfiguration {

        @Bean
        @OnePerContext
        static RabbitTemplatePostProcessor alsxRabbitTemplatePostProcessor(
                ObjectProvider<OutgoingFields> fields,
                ObjectProvider<AlsxProperties> properties,
                ObjectProvider<AlsxWireProperties> wire) {
            return new RabbitTemplatePostProcessor(OutgoingFields.lazily(fields), () -> isOn(properties, wire));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JmsTemplate.class, Message.class})
    static class JmsConfiguration {

        @Bean
        @OnePerContext
        static JmsTemplatePostProcessor alsxJmsTemplatePostProcessor(
                ObjectProvider<OutgoingFields> fields,
                ObjectProvider<AlsxProperties> properties,
                ObjectProvider<AlsxWireProperties> wire) {
            return new JmsTemplatePostProcessor(OutgoingFields.lazily(fields), () -> isOn(properties, wire));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ClientInterceptor.class)
    static class GrpcConfiguration {

        @Bean
        @ConditionalOnMissingBean
        WireClientInterceptor alsxWireClientInterceptor(OutgoingFields fields) {
            return new WireClientInterceptor(fields);
        }
    }
}
