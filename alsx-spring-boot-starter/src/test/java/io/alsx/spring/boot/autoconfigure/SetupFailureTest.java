// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.entry.RequestIdPolicy;
import io.alsx.spring.entry.RequestStoreFilter;
import io.alsx.spring.entry.RequestStoreWebFilter;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.hop.ContextCarrier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** An application whose parts contradict each other does not start, and says which, and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class SetupFailureTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "spring.main.lazy-initialization=true"})
    void refusesAnExcludedNameOfNoBean(String lazily, CapturedOutput output) {
        assertThat(catchThrowable(() -> start(WithPool.class, "alsx.executors.exclude=pool,pol", lazily)))
                .isNotNull();
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("alsx.executors.exclude names \"pol\", and no bean has such a name.")
                .contains("Executors and schedulers among the beans: applicationTaskExecutor, pool");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "po*", "p*l,application*"})
    void takesExcludedNamesOfBeans(String excluded) {
        assertThatNoException().isThrownBy(() -> start(WithPool.class, "alsx.executors.exclude=" + excluded));
    }

    @Test
    void ignoresExcludedNamesWhereNothingIsCarried() {
        assertThatNoException()
                .isThrownBy(() -> start(WithPool.class, "alsx.executors.exclude=pol", "alsx.async.enabled=false"));
    }

    @Test
    void takesExcludedNamesOfAParent() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WithPool.class)
                .web(WebApplicationType.NONE)
                .child(Plain.class)
                .web(WebApplicationType.NONE)
                .properties("alsx.executors.exclude=pool")
                .run()) {
            assertThat(context.getBean("pool")).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "spring.main.lazy-initialization=true"})
    void refusesTwoFieldsInOneHeader(String lazily, CapturedOutput output) {
        assertThat(catchThrowable(() -> start(
                        WithPool.class,
                        "alsx.wire.fields[0].name=a",
                        "alsx.wire.fields[0].header=X-A",
                        "alsx.wire.fields[1].name=b",
                        "alsx.wire.fields[1].header=x-a",
                        lazily)))
                .isNotNull();
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("The fields 'a' and 'b' would cross as the same header, \"x-a\".");
    }

    @Test
    void refusesTwoFiltersForRequests(CapturedOutput output) {
        assertThat(catchThrowable(() -> start(WithTwoFilters.class))).isNotNull();
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("several beans register a filter for that: first, second.");
    }

    @Test
    void refusesTwoFiltersForReactiveRequests(CapturedOutput output) {
        assertThat(catchThrowable(() -> reactive(WithTwoReactiveFilters.class).run()))
                .isNotNull();
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("several beans register a filter for that: first, second.");
    }

    @Test
    void backsOffForAFilterForRequestsOfAnyName() {
        try (ConfigurableApplicationContext context = start(WithOneFilter.class)) {
            assertThat(context.getBeansOfType(FilterRegistrationBean.class).values())
                    .filteredOn(registration -> registration.getFilter() instanceof RequestStoreFilter)
                    .hasSize(1);
        }
    }

    @Test
    void refusesASecondCopyOfTheCore(@TempDir Path folder, CapturedOutput output) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("io/alsx")).resolve("AsyncLocalStorage.class");
        Files.write(copy, new byte[0]);
        ClassLoader parent = getClass().getClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
            SpringApplicationBuilder application = new SpringApplicationBuilder(
                            new DefaultResourceLoader(loader), Plain.class)
                    .web(WebApplicationType.NONE);
            assertThat(catchThrowable(application::run)).isNotNull();
        }
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("The class path has alsx-core more than once: ")
                .contains(folder.getFileName().toString());
    }

    private static SpringApplicationBuilder reactive(Class<?> source) {
        return new SpringApplicationBuilder(source)
                .web(WebApplicationType.REACTIVE)
                .properties("server.port=0");
    }

    private static ConfigurableApplicationContext start(Class<?> source, String... properties) {
        boolean servlet = source != WithPool.class;
        ConfigurableApplicationContext context = new SpringApplicationBuilder(source)
                .web(servlet ? WebApplicationType.SERVLET : WebApplicationType.NONE)
                .properties("server.port=0")
                .properties(properties)
                .run();
        if (!servlet) {
            context.close();
        }
        return context;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithPool {

        @Bean(defaultCandidate = false)
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithOneFilter {

        @Bean
        FilterRegistrationBean<RequestStoreFilter> first(AsyncLocalStorage<RequestStore> storage) {
            return new FilterRegistrationBean<>(filter(storage));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithTwoFilters extends WithOneFilter {

        @Bean
        RequestStoreFilter second(AsyncLocalStorage<RequestStore> storage) {
            return filter(storage);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithTwoReactiveFilters {

        @Bean
        RequestStoreWebFilter first(RequestStores stores) {
            return new RequestStoreWebFilter(stores, 0, List.of("/*"));
        }

        @Bean
        RequestStoreWebFilter second(RequestStores stores) {
            return new RequestStoreWebFilter(stores, 1, List.of("/*"));
        }
    }

    private static RequestStoreFilter filter(AsyncLocalStorage<RequestStore> storage) {
        return new RequestStoreFilter(
                new RequestStores(
                        storage,
                        RequestStore::new,
                        List.of(),
                        new RequestIdPolicy("X-Request-Id", true, true),
                        List.of()),
                false,
                new ContextCarrier(List.of()).bridges());
    }
}
