// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.insight.AsyncContextEndpoint;
import io.alsx.spring.insight.ContextMetrics;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.ObserverSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is wired to watch over contexts, when it watches, and what makes it give way. */
class DiagnosticsAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AlsxAutoConfiguration.class,
                    AlsxAsyncAutoConfiguration.class,
                    AlsxDiagnosticsAutoConfiguration.class));

    private final ApplicationContextRunner exposed =
            runner.withPropertyValues("management.endpoints.web.exposure.include=asynccontext");

    @Test
    void watchesNothingAndEnablesNoHookUnlessToldTo() {
        exposed.run(context -> {
            assertThat(context)
                    .hasSingleBean(ContextObserver.class)
                    .hasSingleBean(AsyncContextEndpoint.class)
                    .hasSingleBean(ContextMetrics.class);
            assertThat(context.getBean(ContextObserver.class).isOn()).isFalse();
            assertThat(context.getBean(EntryObserver.class).isOn()).isFalse();
            assertThat(aHookIsEnabled()).isFalse();
        });
        runner.run(context -> assertThat(context).doesNotHaveBean(AsyncContextEndpoint.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alsx.diagnostics.lost-context=log",
                "alsx.diagnostics.leaks=fail",
                "alsx.diagnostics.resources=true",
                "alsx.explorer.enabled=true"
            })
    void enablesAHookForAsLongAsTheApplicationRuns(String property) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context.getBean(ContextObserver.class).isOn()).isTrue();
            assertThat(aHookIsEnabled()).isTrue();
        });
        assertThat(aHookIsEnabled()).isFalse();
    }

    @Test
    void isOffWithTheRest() {
        exposed.withPropertyValues("alsx.enabled=false", "alsx.diagnostics.lost-context=log")
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(ContextObserver.class)
                            .doesNotHaveBean(AsyncContextEndpoint.class)
                            .doesNotHaveBean(ContextMetrics.class);
                    assertThat(aHookIsEnabled()).isFalse();
                });
    }

    @Test
    void watchesWithoutActuatorAndMicrometer() {
        exposed.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", MeterRegistry.class.getPackageName()))
                .withPropertyValues("alsx.diagnostics.lost-context=log")
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(AsyncContextEndpoint.class)
                            .doesNotHaveBean(ContextMetrics.class);
                    assertThat(context.getBean(ContextObserver.class).isOn()).isTrue();
                });
    }

    @Test
    void watchesWhereNothingKnowsOfExecutors() {
        exposed.withPropertyValues("alsx.async.enabled=false")
                .run(context -> assertThat(context.getBean(AsyncContextEndpoint.class)
                                .report()
                                .executors())
                        .isEmpty());
    }

    @Test
    void givesWayToBeansOfTheApplication() {
        exposed.withUserConfiguration(Own.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(ContextObserver.class)
                        .hasSingleBean(AsyncContextEndpoint.class)
                        .hasSingleBean(ContextMetrics.class)
                        .hasBean("mine")
                        .hasBean("myEndpoint")
                        .hasBean("myMetrics"));
    }

    /** Only then is what is bound a resource of its own. */
    private static boolean aHookIsEnabled() {
        return AsyncLocalStorage.bindSupplier(AsyncHooks::executionAsyncId).get() != 1;
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        ContextObserver mine() {
            return new ContextObserver(
                    ExecutorCoverage.NONE, new ObserverSettings(DiagnosticsMode.OFF, DiagnosticsMode.OFF, false, 0));
        }

        @Bean
        AsyncContextEndpoint myEndpoint(ContextObserver observer) {
            return new AsyncContextEndpoint(
                    Map.of(), ExecutorCoverage.NONE, observer, List.of(), name -> List.of(), null);
        }

        @Bean
        ContextMetrics myMetrics(ContextObserver observer) {
            return new ContextMetrics(observer);
        }
    }
}
