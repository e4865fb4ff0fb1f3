// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.insight.AsyncContextEndpoint;
import io.alsx.spring.insight.ContextMetrics;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.Feature;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Wires what shows where contexts go and where they are lost. */
@AutoConfiguration(after = {AlsxAutoConfiguration.class, AlsxAsyncAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
@EnableConfigurationProperties({AlsxDiagnosticsProperties.class, AlsxExplorerProperties.class})
class AlsxDiagnosticsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ContextObserver alsxContextObserver(
            ObjectProvider<ExecutorCoverage> coverage,
            AlsxProperties properties,
            AlsxDiagnosticsProperties diagnostics,
            AlsxExplorerProperties explorer) {
        return new ContextObserver(
                coverage.getIfAvailable(() -> ExecutorCoverage.NONE),
                diagnostics.settings(properties.enabled(), explorer.enabled()));
    }

    @Bean
    @Order(8)
    Feature alsxDiagnosticsFeature(AlsxProperties properties, AlsxDiagnosticsProperties diagnostics) {
        return new Feature(
                diagnostics.settings(properties.enabled(), false).isOn(),
                "watching for lost contexts (" + diagnostics.lostContext() + ") and leaks (" + diagnostics.leaks()
                        + ")");
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        AsyncContextEndpoint alsxAsyncContextEndpoint(
                Map<String, AsyncLocalStorage<?>> storages,
                ObjectProvider<ExecutorCoverage> coverage,
                ContextObserver observer,
                ObjectProvider<Feature> features,
                ConfigurableBeanFactory beans,
                AlsxDiagnosticsProperties diagnostics,
                ObjectProvider<SanitizingFunction> sanitizing) {
            return new AsyncContextEndpoint(
                    storages,
                    coverage.getIfAvailable(() -> ExecutorCoverage.NONE),
                    observer,
                    features.orderedStream().toList(),
                    name -> List.of(beans.getDependentBeans(name)),
                    diagnostics.showStores() ? sanitizing.orderedStream().toList() : null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class MetricsConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ContextMetrics alsxContextMetrics(ContextObserver observer) {
            return new ContextMetrics(observer);
        }
    }
}
