// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.RequestInfo;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.Feature;
import io.alsx.spring.insight.Timeline;
import io.alsx.spring.insight.web.Explorer;
import io.alsx.spring.insight.web.ExplorerPath;
import io.alsx.spring.insight.web.ReactiveExplorer;
import io.alsx.spring.insight.web.ServletExplorer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Wires the page on which one watches requests travel, in applications that ask for it: on a path of its own, and below
 * that of the actuator's endpoint where that is exposed on the application's own port, so that whatever guards the
 * endpoint guards the page.
 */
@AutoConfiguration(
        after = {
            AlsxDiagnosticsAutoConfiguration.class,
            AlsxWebAutoConfiguration.class,
            AlsxReactiveWebAutoConfiguration.class
        })
@Conditional(AlsxExplorerAutoConfiguration.OnSpringMvcOrWebFlux.class)
@ConditionalOnBooleanProperty("alsx.explorer.enabled")
@ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
class AlsxExplorerAutoConfiguration {

    /** After controllers, before what serves files. */
    private static final int ORDER = 1;

    @Bean
    @ConditionalOnMissingBean
    @Order(Ordered.HIGHEST_PRECEDENCE) // the observer, which makes a resource for the request, comes later
    Timeline alsxTimeline(
            ContextObserver observer,
            @Qualifier("alsxExplorerRequests") Predicate<RequestInfo> requests,
            AlsxProperties properties,
            AlsxExplorerProperties explorer) {
        return new Timeline(observer, requests, explorer.events(), properties.enabled() && explorer.enabled());
    }

    @Bean
    @ConditionalOnMissingBean
    Explorer alsxExplorer(Timeline timeline, AlsxDiagnosticsProperties diagnostics) {
        return new Explorer(timeline, diagnostics.lostContext() != DiagnosticsMode.OFF);
    }

    @Bean
    ExplorerPath alsxExplorerPath(AlsxExplorerProperties explorer) {
        return new ExplorerPath(explorer.path(), explorer.remote());
    }

    @Bean
    @Order(9)
    Feature alsxExplorerFeature(Timeline timeline, AlsxExplorerProperties explorer) {
        return new Feature(
                timeline.isOn(),
                "the explorer on " + explorer.path() + (explorer.remote() ? ", for all" : ", for this machine"));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({PathMappedEndpoints.class, ConditionalOnManagementPort.class})
    @ConditionalOnManagementPort(ManagementPortType.SAME)
    static class EndpointConfiguration {

        /** None where the endpoint is not exposed. */
        @Bean
        @Nullable
        ExplorerPath alsxExplorerEndpointPath(ObjectProvider<PathMappedEndpoints> endpoints) {
            PathMappedEndpoints all = endpoints.getIfAvailable();
            String path = all == null ? null : all.getPath(EndpointId.of("asynccontext"));
            return path == null ? null : new ExplorerPath(path + "/explorer", true);
        }
    }

    static final class OnSpringMvcOrWebFlux extends AnyNestedCondition {

        OnSpringMvcOrWebFlux() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
        @ConditionalOnClass({HttpServletRequest.class, SimpleUrlHandlerMapping.class})
        static class SpringMvc {}

        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
        @ConditionalOnClass(org.springframework.web.reactive.handler.SimpleUrlHandlerMapping.class)
        static class WebFlux {}
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({HttpServletRequest.class, SimpleUrlHandlerMapping.class})
    static class ServletConfiguration {

        @Bean
        Predicate<RequestInfo> alsxExplorerRequests(ObjectProvider<ExplorerPath> paths) {
            return ServletExplorer.requests(
                    SingletonSupplier.of(() -> paths.orderedStream().toList()));
        }

        @Bean
        @ConditionalOnMissingBean(name = "alsxExplorerMapping")
        SimpleUrlHandlerMapping alsxExplorerMapping(Explorer explorer, Timeline timeline, List<ExplorerPath> paths) {
            return new SimpleUrlHandlerMapping(
                    timeline.isOn() ? ServletExplorer.handlers(explorer, paths) : Map.of(), ORDER);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(org.springframework.web.reactive.handler.SimpleUrlHandlerMapping.class)
    static class ReactiveConfiguration {

        @Bean
        Predicate<RequestInfo> alsxExplorerRequests(ObjectProvider<ExplorerPath> paths) {
            return ReactiveExplorer.requests(
                    SingletonSupplier.of(() -> paths.orderedStream().toList()));
        }

        @Bean
        @ConditionalOnMissingBean(name = "alsxExplorerMapping")
        org.springframework.web.reactive.handler.SimpleUrlHandlerMapping alsxExplorerMapping(
                Explorer explorer, Timeline timeline, List<ExplorerPath> paths) {
            return new org.springframework.web.reactive.handler.SimpleUrlHandlerMapping(
                    timeline.isOn() ? ReactiveExplorer.handlers(explorer, paths) : Map.of(), ORDER);
        }
    }
}
