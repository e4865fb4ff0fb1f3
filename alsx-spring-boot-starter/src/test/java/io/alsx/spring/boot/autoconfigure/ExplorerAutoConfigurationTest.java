// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.Feature;
import io.alsx.spring.insight.ObserverSettings;
import io.alsx.spring.insight.Timeline;
import io.alsx.spring.insight.web.Explorer;
import io.alsx.spring.insight.web.ExplorerPath;
import io.alsx.spring.insight.web.ServletExplorer;
import java.util.List;
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
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** What is wired for the explorer, and what makes it give way. */
class ExplorerAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            AlsxAutoConfiguration.class,
            AlsxWebAutoConfiguration.class,
            AlsxDiagnosticsAutoConfiguration.class,
            AlsxExplorerAutoConfiguration.class);

    private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(ALL);

    private final WebApplicationContextRunner on = servlet.withPropertyValues("alsx.explorer.enabled=true");

    @Test
    void isOffUnlessAskedFor() {
        servlet.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(Timeline.class)
                .doesNotHaveBean(Explorer.class)
                .doesNotHaveBean("alsxExplorerMapping"));
        servlet.run(context ->
                assertThat(context.getBean(ContextObserver.class).isOn()).isFalse());
    }

    @Test
    void isThereWhereAskedFor() {
        on.run(context -> {
            assertThat(context).hasSingleBean(Explorer.class).hasSingleBean(SimpleUrlHandlerMapping.class);
            assertThat(context.getBean(Timeline.class).isOn()).isTrue();
            assertThat(context.getBean(ContextObserver.class).isOn()).isTrue();
            assertThat(context.getBean(SimpleUrlHandlerMapping.class).getHandlerMap())
                    .containsOnlyKeys(
                            "/explorer",
                            "/explorer/",
                            "/explorer/events",
                            "/explorer/data.json",
                            "/explorer/trace.json");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled", "alsx.explorer.enabled"})
    void isOffWithAProperty(String property) {
        on.withPropertyValues(property + "=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Timeline.class)
                        .doesNotHaveBean(Explorer.class));
    }

    @Test
    void isThereInWebApplicationsOfSpringOnly() {
        on.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Timeline.class));
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("alsx.explorer.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Timeline.class));
        ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("alsx.explorer.enabled=true");
        reactive.run(context -> assertThat(context).hasNotFailed().hasSingleBean(Timeline.class));
        reactive.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Timeline.class));
    }

    @Test
    void givesWayToBeansOfTheApplication() {
        on.withUserConfiguration(Own.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(Timeline.class)
                        .hasSingleBean(Explorer.class)
                        .hasSingleBean(SimpleUrlHandlerMapping.class)
                        .hasBean("mine")
                        .hasBean("myExplorer"));
    }

    @Test
    void saysWhereItIsAndForWhom() {
        on.run(context -> assertThat(context.getBean("alsxExplorerFeature", Feature.class))
                .isEqualTo(new Feature(true, "the explorer on /explorer, for this machine")));
        on.withPropertyValues("alsx.explorer.remote=true", "alsx.explorer.path=/x")
                .run(context -> assertThat(context.getBean("alsxExplorerFeature", Feature.class))
                        .isEqualTo(new Feature(true, "the explorer on /x, for all")));
    }

    @Test
    void recordsWhileTheApplicationRunsAndKeepsSoMuchOnly() {
        Timeline[] timeline = new Timeline[1];
        on.withPropertyValues("alsx.explorer.events=100").run(context -> {
            timeline[0] = context.getBean(Timeline.class);
            for (int i = 0; i < 1000; i++) {
                AsyncLocalStorage.bind(() -> {}).run();
            }
            assertThat(timeline[0].events().events()).hasSize(100);
            assertThat(timeline[0].events().dropped()).isEqualTo(2900);
        });
        AsyncLocalStorage.bind(() -> {}).run();
        assertThat(timeline[0].events().next()).isEqualTo(3000);
    }

    /** The observer of a parent context goes on, and must not keep the timelines of each child that there ever was. */
    @Test
    void hearsNoMoreOfAnObserverThatOutlivesIt() throws Exception {
        ContextObserver observer = new ContextObserver(
                ExecutorCoverage.NONE, new ObserverSettings(DiagnosticsMode.LOG, DiagnosticsMode.OFF, false, 1));
        try {
            Timeline timeline = new Timeline(observer, request -> false, 100, true);
            timeline.destroy();
            Thread thread = new Thread(AsyncLocalStorage.named("lost")::getStore);
            thread.start();
            thread.join();

            assertThat(observer.lostContexts().total()).isOne();
            assertThat(timeline.events().events()).isEmpty();
        } finally {
            observer.destroy();
        }
    }

    /** Of a pool that names them for what they do. */
    @Test
    void knowsThreadsByTheNamesThatTheyHave() {
        on.run(context -> {
            Thread thread = new Thread(
                    () -> {
                        AsyncLocalStorage.bind(() -> {}).run();
                        Thread.currentThread().setName("second");
                        AsyncLocalStorage.bind(() -> {}).run();
                    },
                    "first");
            thread.start();
            thread.join();

            assertThat(context.getBean(Timeline.class).events().events())
                    .extracting(event -> event.lane().name())
                    .containsExactly("first", "first", "first", "second", "second", "second");
        });
    }

    @Test
    void recordsNothingWhereItsBeansAreThereAndOff() {
        Timeline off = new Timeline(servletObserver(), request -> false, 100, false);
        AsyncLocalStorage.bind(() -> {}).run();

        assertThat(off.events().events()).isEmpty();
        assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
    }

    private ContextObserver servletObserver() {
        ContextObserver[] observer = new ContextObserver[1];
        servlet.run(context -> observer[0] = context.getBean(ContextObserver.class));
        return observer[0];
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        Timeline mine(ContextObserver observer) {
            return new Timeline(observer, request -> false, 200, true);
        }

        @Bean
        Explorer myExplorer(Timeline timeline) {
            return new Explorer(timeline, true);
        }

        @Bean
        SimpleUrlHandlerMapping alsxExplorerMapping(Explorer explorer) {
            return new SimpleUrlHandlerMapping(
                    ServletExplorer.handlers(explorer, List.of(new ExplorerPath("/mine", true))));
        }
    }
}
