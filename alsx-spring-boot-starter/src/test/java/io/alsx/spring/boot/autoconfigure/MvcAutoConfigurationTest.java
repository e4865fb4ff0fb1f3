// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.entry.RequestStoreArgumentResolver;
import io.alsx.spring.hop.HeldExecutorPostProcessor;
import io.alsx.spring.insight.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What is wired for Spring MVC, and what makes it give way. */
class MvcAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            AlsxAutoConfiguration.class,
            AlsxWebAutoConfiguration.class,
            AlsxAsyncAutoConfiguration.class,
            AlsxMvcAutoConfiguration.class);

    private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(ALL);

    @Test
    void isThereInAServletApplicationOnly() {
        servlet.run(context -> assertThat(context)
                .hasSingleBean(RequestStoreArgumentResolver.class)
                .hasSingleBean(HeldExecutorPostProcessor.class)
                .hasSingleBean(WebMvcConfigurer.class));
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(RequestStoreArgumentResolver.class)
                        .doesNotHaveBean(HeldExecutorPostProcessor.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(RequestStoreArgumentResolver.class)
                        .doesNotHaveBean(HeldExecutorPostProcessor.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled", "alsx.web.enabled", "alsx.web.store-parameters"})
    void hasNoParametersWhenOff(String property) {
        servlet.withPropertyValues(property + "=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(RequestStoreArgumentResolver.class)
                        .doesNotHaveBean(WebMvcConfigurer.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled", "alsx.async.enabled"})
    void leavesTheExecutorAloneWhenOff(String property) {
        servlet.withPropertyValues(property + "=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(HeldExecutorPostProcessor.class));
    }

    @Test
    void isNotThereWithoutSpringMvc() {
        servlet.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("requestStoreFilter")
                        .doesNotHaveBean(RequestStoreArgumentResolver.class)
                        .doesNotHaveBean(HeldExecutorPostProcessor.class));
    }

    @Test
    void givesWayToAResolverOfTheApplication() {
        servlet.withUserConfiguration(OwnResolver.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(RequestStoreArgumentResolver.class)
                        .hasBean("mine"));
    }

    @Test
    void saysWhatIsAtWork() {
        servlet.run(context -> assertThat(context.getBeansOfType(Feature.class).values())
                .filteredOn(Feature::atWork)
                .extracting(Feature::description)
                .contains("callbacks of asynchronous requests", "RequestStore parameters of controllers"));
        servlet.withPropertyValues("alsx.web.async-callbacks=false")
                .run(context -> assertThat(context.getBean("alsxCallbackFeature", Feature.class)
                                .atWork())
                        .isFalse());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnResolver {

        @Bean
        RequestStoreArgumentResolver mine(AsyncLocalStorage<RequestStore> storage) {
            return new RequestStoreArgumentResolver(storage);
        }
    }
}
