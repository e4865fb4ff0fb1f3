// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.entry.RequestStoreArgumentResolver;
import io.alsx.spring.hop.ExecutorPostProcessor;
import io.alsx.spring.hop.HeldExecutorPostProcessor;
import io.alsx.spring.insight.Feature;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Wires what Spring MVC does beyond the servlet API: the store as a parameter, and an executor of its own. */
@AutoConfiguration(after = {AlsxWebAutoConfiguration.class, AlsxAsyncAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
class AlsxMvcAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(
            prefix = "alsx",
            name = {"enabled", "web.enabled", "web.store-parameters"},
            matchIfMissing = true)
    static class ParameterConfiguration {

        @Bean
        @ConditionalOnMissingBean
        RequestStoreArgumentResolver requestStoreArgumentResolver(AsyncLocalStorage<RequestStore> requestStorage) {
            return new RequestStoreArgumentResolver(requestStorage);
        }

        @Bean
        WebMvcConfigurer alsxParameterConfigurer(RequestStoreArgumentResolver resolver, AlsxProperties properties) {
            return new WebMvcConfigurer() {
                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    if (properties.storeParametersAreOn()) {
                        resolvers.add(resolver);
                    }
                }
            };
        }

        @Bean
        @Order(1)
        Feature alsxParameterFeature(AlsxProperties properties) {
            return new Feature(properties.storeParametersAreOn(), "RequestStore parameters of controllers");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(
            prefix = "alsx",
            name = {"enabled", "async.enabled"},
            matchIfMissing = true)
    static class ExecutorConfiguration {

        @Bean
        @OnePerContext
        static HeldExecutorPostProcessor alsxMvcExecutorPostProcessor(ObjectProvider<ExecutorPostProcessor> executors) {
            return new HeldExecutorPostProcessor(RequestMappingHandlerAdapter.class, executors);
        }
    }
}
