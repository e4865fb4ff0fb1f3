// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import io.alsx.spring.entry.RequestEndings;
import io.alsx.spring.entry.RequestStoreFilter;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.insight.Feature;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** Wires the filter that runs each servlet request with a store of its own. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
@ConditionalOnBooleanProperty(
        prefix = "alsx",
        name = {"enabled", "web.enabled"},
        matchIfMissing = true)
class AlsxWebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RequestStoreFactory requestStoreFactory() {
        return RequestStore::new;
    }

    @Bean
    @ConditionalOnMissingBean(
            name = "requestStoreFilter",
            value = RequestStoreFilter.class,
            parameterizedContainer = FilterRegistrationBean.class)
    FilterRegistrationBean<RequestStoreFilter> requestStoreFilter(
            RequestStores stores, ContextCarrier carrier, AlsxProperties properties) {
        AlsxProperties.Web web = properties.web();
        RequestStoreFilter filter = new RequestStoreFilter(stores, properties.callbacksAreOn(), carrier.bridges());
        FilterRegistrationBean<RequestStoreFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setName("requestStoreFilter");
        registration.setOrder(web.order());
        registration.setUrlPatterns(web.urlPatterns());
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        registration.setEnabled(properties.webIsOn());
        return registration;
    }

    /** Only where somebody is to be told. A registration that is disabled would say so in each log. */
    @Bean
    ServletContextInitializer alsxRequestEndings(RequestStores stores, ListableBeanFactory beans) {
        return context -> {
            if (stores.isObserved()) {
                context.addListener(new RequestEndings(beans));
            }
        };
    }

    @Bean
    SetupCheck alsxRequestFilterCheck(ListableBeanFactory beans) {
        return new SetupCheck(() ->
                SetupCheck.singleRequestFilter(RequestEndings.filters(beans).values()));
    }

    @Bean
    @Order(1)
    Feature alsxWebFeature(AlsxProperties properties) {
        return new Feature(
                properties.webIsOn(),
                "a store for each request to " + properties.web().urlPatterns());
    }

    @Bean
    @Order(1)
    Feature alsxCallbackFeature(AlsxProperties properties) {
        return new Feature(properties.callbacksAreOn(), "callbacks of asynchronous requests");
    }
}
