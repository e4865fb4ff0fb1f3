// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import io.alsx.spring.bridge.MicrometerBridge;
import io.alsx.spring.entry.RequestBoundary;
import io.alsx.spring.entry.RequestIdPolicy;
import io.alsx.spring.entry.RequestStoreWebFilter;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.hop.AccessorRegistration;
import io.alsx.spring.hop.AutomaticPropagation;
import io.alsx.spring.hop.ContextCarrier;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Hooks;

/** Which beans there are for the reactive stack and for Micrometer, and what makes them give way. */
class ReactiveAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            AlsxAutoConfiguration.class,
            AlsxWebAutoConfiguration.class,
            AlsxReactiveWebAutoConfiguration.class,
            AlsxAsyncAutoConfiguration.class,
            AlsxMicrometerAutoConfiguration.class);

    private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(ALL);

    private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(ALL);

    private final ReactiveWebApplicationContextRunner reactive =
            new ReactiveWebApplicationContextRunner().withConfiguration(ALL);

    @Nested
    class Web {

        @Test
        void isThereInAReactiveApplicationOnly() {
            reactive.run(context -> assertThat(context)
                    .hasSingleBean(RequestStoreFactory.class)
                    .hasSingleBean(RequestStoreWebFilter.class)
                    .hasSingleBean(RequestBoundary.class)
                    .doesNotHaveBean("requestStoreFilter"));
            servlet.run(context -> assertThat(context)
                    .doesNotHaveBean(RequestStoreWebFilter.class)
                    .doesNotHaveBean(RequestBoundary.class)
                    .hasBean("requestStoreFilter"));
            plain.run(context -> assertThat(context).doesNotHaveBean(RequestStoreWebFilter.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"alsx.enabled=false", "alsx.web.enabled=false"})
        void isNotThereWhenOff(String property) {
            reactive.withPropertyValues(property)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(RequestStoreWebFilter.class)
                            .doesNotHaveBean(RequestBoundary.class)
                            .doesNotHaveBean(RequestStoreFactory.class));
        }

        @Test
        void givesWayToBeansOfTheApplication() {
            reactive.withUserConfiguration(OwnBeans.class).run(context -> {
                assertThat(context).hasSingleBean(RequestStoreFactory.class).hasBean("myFactory");
                assertThat(context).hasSingleBean(RequestStoreWebFilter.class).hasBean("myFilter");
                assertThat(context.getBean(RequestStoreWebFilter.class).getOrder())
                        .isEqualTo(77);
            });
        }

        @Test
        void takesItsOrderFromTheProperty() {
            reactive.run(context -> assertThat(
                            context.getBean(RequestStoreWebFilter.class).getOrder())
                    .isEqualTo(Integer.MIN_VALUE + 10));
            reactive.withPropertyValues("alsx.web.order=5")
                    .run(context -> assertThat(
                                    context.getBean(RequestStoreWebFilter.class).getOrder())
                            .isEqualTo(5));
        }

        @Test
        void needsNoMicrometer() {
            reactive.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
                    .run(context -> assertThat(context)
                            .hasSingleBean(RequestStoreWebFilter.class)
                            .doesNotHaveBean(AccessorRegistration.class));
        }
    }

    @Nested
    class Micrometer {

        @Test
        void hasTheAccessorByDefaultAndNothingElse() {
            plain.run(context -> assertThat(context)
                    .hasSingleBean(AccessorRegistration.class)
                    .hasSingleBean(ContextCarrier.class)
                    .doesNotHaveBean(ContextBridge.class)
                    .doesNotHaveBean(AutomaticPropagation.class));
        }

        @Test
        void hasBridgeAndAutomaticPropagationByProperty() {
            plain.withPropertyValues("alsx.bridge.micrometer=true", "alsx.reactor.automatic=true")
                    .run(context -> {
                        assertThat(context).hasSingleBean(MicrometerBridge.class);
                        assertThat(context).hasSingleBean(AutomaticPropagation.class);
                        assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
                    });
            assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
        }

        @Test
        void hasNeitherWhenAllIsOff() {
            plain.withPropertyValues("alsx.bridge.micrometer=true", "alsx.reactor.automatic=true", "alsx.enabled=false")
                    .run(context -> assertThat(context)
                            .doesNotHaveBean(ContextBridge.class)
                            .doesNotHaveBean(AutomaticPropagation.class));
        }

        @Test
        void isNotThereWithoutMicrometer() {
            plain.withPropertyValues("alsx.bridge.micrometer=true", "alsx.reactor.automatic=true")
                    .withClassLoader(new FilteredClassLoader("io.micrometer.context"))
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(AccessorRegistration.class)
                            .doesNotHaveBean(ContextBridge.class)
                            .doesNotHaveBean(AutomaticPropagation.class));
        }

        @Test
        void needsNoReactor() {
            plain.withPropertyValues("alsx.bridge.micrometer=true", "alsx.reactor.automatic=true")
                    .withClassLoader(new FilteredClassLoader("reactor"))
                    .run(context -> assertThat(context)
                            .hasSingleBean(AccessorRegistration.class)
                            .hasSingleBean(MicrometerBridge.class)
                            .doesNotHaveBean(AutomaticPropagation.class));
        }

        @Test
        void isAtWorkThoughAllElseIsLazy() {
            plain.withPropertyValues("alsx.reactor.automatic=true")
                    .withInitializer(context ->
                            context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                    .run(context -> {
                        var beans = context.getSourceApplicationContext().getBeanFactory();
                        assertThat(beans.containsSingleton("alsxAccessorRegistration"))
                                .isTrue();
                        assertThat(beans.containsSingleton("alsxAutomaticPropagation"))
                                .isTrue();
                    });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        RequestStoreFactory myFactory() {
            return RequestStore::new;
        }

        @Bean
        RequestStoreWebFilter myFilter(AsyncLocalStorage<RequestStore> storage, RequestStoreFactory factory) {
            RequestIdPolicy ids = new RequestIdPolicy("X-Id", true, true);
            RequestStores stores = new RequestStores(storage, factory, List.of(), ids, List.of());
            return new RequestStoreWebFilter(stores, 77, List.of("/*"));
        }
    }
}
