// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import io.alsx.spring.entry.RequestBoundary;
import io.alsx.spring.entry.RequestStoreWebFilter;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.insight.Feature;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Wires the filter that runs each reactive request with a store of its own. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({Mono.class, WebFilter.class, HttpHandlerDecoratorFactory.class})
@ConditionalOnBooleanProperty(
        prefix = "alsx",
        name = {"enabled", "web.enabled"},
        matchIfMissing = true)
class AlsxReactiveWebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RequestStoreFactory requestStoreFactory() {
        return RequestStore::new;
    }

    @Bean
    @ConditionalOnMissingBean
    RequestStoreWebFilter requestStoreWebFilter(RequestStores stores, AlsxProperties properties) {
        AlsxProperties.Web web = properties.web();
        return new RequestStoreWebFilter(stores, web.order(), properties.webIsOn() ? web.urlPatterns() : List.of());
    }

    @Bean
    @ConditionalOnMissingBean
    RequestBoundary alsxRequestBoundary(RequestStores stores, AlsxProperties properties) {
        return new RequestBoundary(stores, properties.webIsOn());
    }

    @Bean
    SetupCheck alsxRequestFilterCheck(ListableBeanFactory beans) {
        return new SetupCheck(() -> SetupCheck.singleRequestFilter(
                beans.getBeansOfType(RequestStoreWebFilter.class).keySet()));
    }

    @Bean
    @Order(1)
    Feature alsxReactiveWebFeature(AlsxProperties properties) {
        return new Feature(
                properties.webIsOn(),
                "a store for each request to " + properties.web().urlPatterns());
    }
}
