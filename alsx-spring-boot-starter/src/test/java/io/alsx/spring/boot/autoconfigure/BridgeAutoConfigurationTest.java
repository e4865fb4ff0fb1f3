// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.ContextBridge;
import io.alsx.spring.bridge.LocaleBridge;
import io.alsx.spring.bridge.SecurityBridge;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.insight.Feature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/** Which bridges there are, and what makes them give way. */
class BridgeAutoConfigurationTest {

    private static final String[] ON = {"alsx.bridge.security=true", "alsx.bridge.locale=true"};

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AlsxAutoConfiguration.class, AlsxBridgeAutoConfiguration.class));

    @Test
    void areNotThereByDefault() {
        plain.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ContextCarrier.class)
                .doesNotHaveBean(ContextBridge.class)
                .doesNotHaveBean("alsxSecurityBridgeFeature")
                .doesNotHaveBean("alsxLocaleBridgeFeature"));
    }

    @Test
    void areThereWhenOn() {
        plain.withPropertyValues(ON).run(context -> {
            assertThat(context).hasSingleBean(SecurityBridge.class).hasSingleBean(LocaleBridge.class);
            assertThat(context.getBean("alsxSecurityBridgeFeature", Feature.class)
                            .atWork())
                    .isTrue();
            assertThat(context.getBean("alsxLocaleBridgeFeature", Feature.class).atWork())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.bridge.security=false", "alsx.bridge.locale=false"})
    void areThereOneByOne(String property) {
        plain.withPropertyValues(ON)
                .withPropertyValues(property)
                .run(context -> assertThat(context).hasSingleBean(ContextBridge.class));
    }

    @Test
    void areNotThereWhenAllIsOff() {
        plain.withPropertyValues(ON)
                .withPropertyValues("alsx.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ContextCarrier.class)
                        .doesNotHaveBean(ContextBridge.class));
    }

    @Test
    void doWithoutSpringSecurity() {
        plain.withPropertyValues(ON)
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(LocaleBridge.class)
                        .doesNotHaveBean("alsxSecurityBridge")
                        .doesNotHaveBean("alsxSecurityBridgeFeature"));
    }

    @Test
    void giveWayToThoseOfTheApplication() {
        plain.withPropertyValues(ON)
                .withUserConfiguration(Own.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(SecurityBridge.class)
                        .hasSingleBean(LocaleBridge.class)
                        .hasSingleBean(ContextCarrier.class)
                        .hasBean("ownSecurity")
                        .hasBean("ownLocale")
                        .hasBean("ownCarrier"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        SecurityBridge ownSecurity() {
            return new SecurityBridge(true, SecurityContextHolder::getContextHolderStrategy);
        }

        @Bean
        LocaleBridge ownLocale() {
            return new LocaleBridge(true);
        }

        @Bean
        ContextCarrier ownCarrier() {
            return new ContextCarrier(List.of());
        }
    }
}
