// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/** What is read of other libraries that they give no access to, and customizers that are made of what is there. */
public final class WireRuntimeHints implements RuntimeHintsRegistrar {

    private static final String JMS = "org.springframework.jms.";

    /** Makes the registrar. */
    public WireRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        field(
                hints,
                classLoader,
                "org.springframework.kafka.core.KafkaTemplate",
                KafkaTemplatePostProcessor.INTERCEPTOR);
        field(
                hints,
                classLoader,
                "org.springframework.amqp.rabbit.config.BaseRabbitListenerContainerFactory",
                RabbitTemplatePostProcessor.REPLIES);
        field(
                hints,
                classLoader,
                JMS + "config.AbstractJmsListenerContainerFactory",
                JmsTemplatePostProcessor.CONVERTER);
        if (ClassUtils.isPresent(RabbitTemplatePostProcessor.PROPERTIES, classLoader)) {
            for (String name : List.of(
                    RabbitTemplatePostProcessor.PROPERTIES,
                    RabbitTemplatePostProcessor.class.getName() + "$Properties")) {
                methods(hints, TypeReference.of(name));
            }
        }
        methods(hints, TypeReference.of(HttpClient.class));
        for (String copied :
                List.of("core.JmsTemplate", "support.destination.JmsDestinationAccessor", "support.JmsAccessor")) {
            allFields(hints, classLoader, JMS + copied);
        }
        for (List<String> names :
                List.of(ClientCustomizer.REST_CLIENT, ClientCustomizer.REST_TEMPLATE, ClientCustomizer.WEB_CLIENT)) {
            for (String name : names) {
                if (ClassUtils.isPresent(name, classLoader)) {
                    hints.proxies().registerJdkProxy(ClassUtils.resolveClassName(name, classLoader));
                }
            }
        }
    }

    private static void field(RuntimeHints hints, @Nullable ClassLoader classLoader, String type, String name) {
        hints.reflection().registerTypeIfPresent(classLoader, type, hint -> hint.withField(name));
    }

    private static void methods(RuntimeHints hints, TypeReference type) {
        hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
    }

    private static void allFields(RuntimeHints hints, @Nullable ClassLoader classLoader, String type) {
        if (ClassUtils.isPresent(type, classLoader)) {
            for (Field field : ClassUtils.resolveClassName(type, classLoader).getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.FINAL)) == 0) {
                    hints.reflection().registerField(field);
                }
            }
        }
    }
}
