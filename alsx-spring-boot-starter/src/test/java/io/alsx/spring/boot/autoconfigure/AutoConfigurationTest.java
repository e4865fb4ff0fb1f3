// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import io.alsx.spring.RequestBinding;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import io.alsx.spring.entry.RequestStoreFilter;
import jakarta.servlet.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which beans there are, and what makes them give way. */
class AutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            AlsxAutoConfiguration.class,
            AlsxWebAutoConfiguration.class,
            AlsxAsyncAutoConfiguration.class,
            AlsxMvcAutoConfiguration.class,
            TaskExecutionAutoConfiguration.class,
            TaskSchedulingAutoConfiguration.class);

    private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(ALL);

    private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(ALL);

    private final ReactiveWebApplicationContextRunner reactive =
            new ReactiveWebApplicationContextRunner().withConfiguration(ALL);

    @Nested
    class Storage {

        @Test
        void isThereByDefaultAndInEveryKindOfApplication() {
            plain.run(context -> assertThat(context).hasBean("requestStorage").hasSingleBean(AsyncLocalStorage.class));
            servlet.run(context -> assertThat(context).hasSingleBean(AsyncLocalStorage.class));
            reactive.run(context -> assertThat(context).hasSingleBean(AsyncLocalStorage.class));
        }

        @Test
        void givesWayToOneOfTheApplicationUnderAnyName() {
            servlet.withUserConfiguration(OwnStorage.class).run(context -> {
                assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AsyncLocalStorage.class)
                        .hasBean("mine");
                assertThat(context).doesNotHaveBean("requestStorage");
            });
        }

        @Test
        void doesNotGiveWayToAnUnrelatedOne() {
            servlet.withUserConfiguration(UnrelatedStorage.class)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .hasBean("requestStorage")
                            .hasBean("strings"));
        }

        @Test
        void doesNotGiveWayToAStoreThatIsABean() {
            plain.withBean("store", RequestStore.class, () -> new RequestStore("a", "GET", "/"))
                    .run(context -> assertThat(context).hasBean("requestStorage"));
        }

        @Test
        void hasNoStoreOutsideOfARequest() {
            plain.run(context -> assertThat(
                            context.getBean(AsyncLocalStorage.class).getStore())
                    .isNull());
        }
    }

    @Nested
    class Web {

        @Test
        void isThereInAServletApplicationOnly() {
            servlet.run(context ->
                    assertThat(context).hasSingleBean(RequestStoreFactory.class).hasBean("requestStoreFilter"));
            plain.run(context -> assertThat(context)
                    .doesNotHaveBean("requestStoreFilter")
                    .doesNotHaveBean(RequestStoreFactory.class));
            reactive.run(context -> assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean("requestStoreFilter")
                    .doesNotHaveBean(RequestStoreFactory.class));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "alsx.enabled=false",
                    "alsx.web.enabled=false",
                    "alsx.web.enabled=FALSE",
                    "alsx.web.enabled=off"
                })
        void isNotThereWhenOff(String property) {
            servlet.withPropertyValues(property)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean("requestStoreFilter")
                            .doesNotHaveBean(RequestStoreFactory.class));
        }

        @Test
        void isNotThereWithoutTheServletApi() {
            plain.withClassLoader(new FilteredClassLoader(Filter.class))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("requestStoreFilter"));
            plain.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web"))
                    .run(context -> assertThat(context).hasNotFailed().hasBean("alsxTaskDecorator"));
        }

        @Test
        void givesWayToAFactoryOfTheApplication() {
            servlet.withUserConfiguration(OwnFactory.class)
                    .run(context -> assertThat(context)
                            .hasSingleBean(RequestStoreFactory.class)
                            .hasBean("mine"));
        }

        @Test
        void givesWayToARegistrationOfTheApplication() {
            servlet.withUserConfiguration(OwnRegistration.class).run(context -> {
                assertThat(context).hasNotFailed().hasSingleBean(FilterRegistrationBean.class);
                assertThat(context.getBean(FilterRegistrationBean.class).getOrder())
                        .isEqualTo(77);
            });
        }

        @Test
        void takesOrderAndPatternsFromProperties() {
            servlet.withPropertyValues("alsx.web.order=5", "alsx.web.url-patterns=/a/*,/b")
                    .run(context -> {
                        FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
                        assertThat(registration.getOrder()).isEqualTo(5);
                        assertThat(registration.getUrlPatterns()).containsExactly("/a/*", "/b");
                        assertThat(registration.getFilter()).isInstanceOf(RequestStoreFilter.class);
                    });
            servlet.run(context -> assertThat(
                            context.getBean(FilterRegistrationBean.class).getOrder())
                    .isEqualTo(Integer.MIN_VALUE + 10));
        }

        @Test
        void findsBindingsOfAnyType() {
            servlet.withUserConfiguration(Bindings.class)
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Test
    void leavesNothingButTheEmptyStorageWhenOff() {
        servlet.withPropertyValues("alsx.enabled=false").run(context -> {
            Set<String> ours = ours(context);
            assertThat(ours).contains("requestStorage");
            assertThat(ours)
                    .filteredOn(name -> !name.contains("AutoConfiguration") && !name.endsWith("Properties"))
                    .containsExactlyInAnyOrder("requestStorage", "alsxLazyInitializationExcludeFilter");
        });
    }

    @Test
    void bindsEveryProperty() {
        plain.withPropertyValues("alsx.scheduling.periodic-tasks=capture", "alsx.executors.exclude=a*")
                .run(context -> {
                    AlsxProperties properties = context.getBean(AlsxProperties.class);
                    assertThat(properties.scheduling().periodicTasks()).isEqualTo(PeriodicTasks.CAPTURE);
                    assertThat(properties.carriesContext("abc")).isFalse();
                    assertThat(properties.carriesContext("b")).isTrue();
                });
    }

    private static Set<String> ours(ApplicationContext context) {
        return Arrays.stream(context.getBeanDefinitionNames())
                .filter(name -> {
                    Class<?> type = context.getType(name);
                    return name.startsWith("alsx")
                            || (type != null && type.getName().startsWith("io.alsx"));
                })
                .collect(Collectors.toSet());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStorage {

        @Bean
        AsyncLocalStorage<RequestStore> mine() {
            return AsyncLocalStorage.named("mine");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UnrelatedStorage {

        @Bean
        AsyncLocalStorage<String> strings() {
            return AsyncLocalStorage.named("strings");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFactory {

        @Bean
        RequestStoreFactory mine() {
            return RequestStore::new;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegistration {

        @Bean
        FilterRegistrationBean<Filter> requestStoreFilter() {
            var registration = new FilterRegistrationBean<Filter>((request, response, chain) -> {});
            registration.setOrder(77);
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Bindings {

        @Bean
        RequestBinding<String> strings() {
            return new RequestBinding<>(new AsyncLocalStorage<>(), request -> "a");
        }

        @Bean
        RequestBinding<List<String>> lists() {
            return new RequestBinding<>(new AsyncLocalStorage<>(), request -> List.of());
        }
    }
}
