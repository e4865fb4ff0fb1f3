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
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
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
                coverage.getIfAvailable(NoExecutors::new),
                diagnostics.settings(properties.enabled(), explorer.enabled()));
    }

    @Bean
    static LazyInitializationExcludeFilter alsxObserverLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(ContextObserver.class);
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
                ObjectProvider<Feature> features) {
            return new AsyncContextEndpoint(
                    storages,
                    coverage.getIfAvailable(NoExecutors::new),
                    observer,
                    features.orderedStream().toList());
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

    /** Where nothing knows of executors, as with {@code alsx.async.enabled=false}. */
    private static final class NoExecutors implements ExecutorCoverage {

        @Override
        public void forEach(BiConsumer<String, Executor> consumer) {}

        @Override
        public State state(String name) {
            return State.ASYNC_METHODS_ONLY;
        }
    }
}
