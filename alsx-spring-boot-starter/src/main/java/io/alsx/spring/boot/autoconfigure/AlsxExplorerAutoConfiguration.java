// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.Feature;
import io.alsx.spring.insight.Timeline;
import io.alsx.spring.insight.web.Explorer;
import io.alsx.spring.insight.web.ExplorerRequests;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Wires the page on which one watches requests travel, in applications that ask for it. */
@AutoConfiguration(after = {AlsxDiagnosticsAutoConfiguration.class, AlsxWebAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({HttpServletRequest.class, SimpleUrlHandlerMapping.class})
@ConditionalOnBooleanProperty("alsx.explorer.enabled")
@ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
class AlsxExplorerAutoConfiguration {

    /** After controllers, before what serves files. */
    private static final int ORDER = 1;

    @Bean
    @ConditionalOnMissingBean
    @Order(Ordered.HIGHEST_PRECEDENCE) // the observer, which makes a resource for the request, comes later
    Timeline alsxTimeline(ContextObserver observer, AlsxProperties properties, AlsxExplorerProperties explorer) {
        return new Timeline(
                observer,
                new ExplorerRequests(explorer.path()),
                explorer.events(),
                properties.enabled() && explorer.enabled());
    }

    @Bean
    SmartLifecycle alsxTimelineLifecycle(Timeline timeline) {
        return timeline.lifecycle();
    }

    @Bean
    @ConditionalOnMissingBean
    Explorer alsxExplorer(Timeline timeline, AlsxDiagnosticsProperties diagnostics, AlsxExplorerProperties explorer) {
        return new Explorer(timeline, explorer.remote(), diagnostics.lostContext() != DiagnosticsMode.OFF);
    }

    @Bean
    @ConditionalOnMissingBean(name = "alsxExplorerMapping")
    SimpleUrlHandlerMapping alsxExplorerMapping(
            Explorer explorer, Timeline timeline, AlsxExplorerProperties properties) {
        return new SimpleUrlHandlerMapping(timeline.isOn() ? explorer.handlers(properties.path()) : Map.of(), ORDER);
    }

    @Bean
    @Order(9)
    Feature alsxExplorerFeature(Timeline timeline, AlsxExplorerProperties explorer) {
        return new Feature(
                timeline.isOn(),
                "the explorer on " + explorer.path() + (explorer.remote() ? ", for all" : ", for this machine"));
    }
}
