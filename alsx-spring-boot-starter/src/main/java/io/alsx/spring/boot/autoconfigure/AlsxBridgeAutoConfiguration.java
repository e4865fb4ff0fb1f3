// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.bridge.LocaleBridge;
import io.alsx.spring.bridge.SecurityBridge;
import io.alsx.spring.insight.Feature;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/** Wires the bridges to what Spring binds to threads, each of which has to be asked for. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
class AlsxBridgeAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("alsx.bridge.locale")
    static class LocaleConfiguration {

        @Bean
        @ConditionalOnMissingBean
        LocaleBridge alsxLocaleBridge(AlsxProperties properties) {
            return new LocaleBridge(properties.localeBridgeIsOn());
        }

        @Bean
        @Order(6)
        Feature alsxLocaleBridgeFeature(AlsxProperties properties) {
            return new Feature(properties.localeBridgeIsOn(), "tasks with the locale");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SecurityContextHolder.class)
    @ConditionalOnBooleanProperty("alsx.bridge.security")
    static class SecurityConfiguration {

        /** With the application's own strategy, as all of Spring Security that is a bean has it. */
        @Bean
        @ConditionalOnMissingBean
        SecurityBridge alsxSecurityBridge(
                AlsxProperties properties, ObjectProvider<SecurityContextHolderStrategy> strategies) {
            SecurityContextHolderStrategy own = strategies.getIfUnique();
            return new SecurityBridge(
                    properties.securityBridgeIsOn(),
                    own == null ? SecurityContextHolder::getContextHolderStrategy : () -> own);
        }

        @Bean
        @Order(6)
        Feature alsxSecurityBridgeFeature(AlsxProperties properties) {
            return new Feature(properties.securityBridgeIsOn(), "tasks with a copy of the security context");
        }
    }
}
