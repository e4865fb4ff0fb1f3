// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.bridge.MicrometerBridge;
import io.alsx.spring.hop.AccessorRegistration;
import io.alsx.spring.hop.AutomaticPropagation;
import io.alsx.spring.insight.Feature;
import io.micrometer.context.ContextRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Hooks;

/** Wires what Micrometer's context propagation carries of ours, and what we carry of it. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
@ConditionalOnClass(ContextRegistry.class)
class AlsxMicrometerAutoConfiguration {

    /** Exists also when off, to take out what the service loader put in. */
    @Bean
    @ConditionalOnMissingBean
    AccessorRegistration alsxAccessorRegistration(AlsxProperties properties) {
        return new AccessorRegistration(properties.micrometerIsOn());
    }

    @Bean
    @Order(5)
    @ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
    Feature alsxMicrometerFeature(AlsxProperties properties) {
        return new Feature(properties.micrometerIsOn(), "Micrometer's context propagation");
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("alsx.bridge.micrometer")
    @ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
    static class BridgeConfiguration {

        /** First, so that a bridge to something of which Micrometer carries the very object has the last word. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        @ConditionalOnMissingBean
        MicrometerBridge alsxMicrometerBridge(AlsxProperties properties) {
            return new MicrometerBridge(properties.micrometerBridgeIsOn());
        }

        @Bean
        @Order(6)
        Feature alsxMicrometerBridgeFeature(AlsxProperties properties) {
            return new Feature(properties.micrometerBridgeIsOn(), "tasks with what is registered with Micrometer");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Hooks.class)
    @ConditionalOnBooleanProperty("alsx.reactor.automatic")
    @ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
    static class ReactorConfiguration {

        @Bean
        @ConditionalOnMissingBean
        AutomaticPropagation alsxAutomaticPropagation(AlsxProperties properties) {
            return new AutomaticPropagation(properties.automaticPropagationIsOn());
        }

        @Bean
        @Order(7)
        Feature alsxReactorFeature(AlsxProperties properties) {
            return new Feature(properties.automaticPropagationIsOn(), "each operator of Reactor");
        }
    }
}
