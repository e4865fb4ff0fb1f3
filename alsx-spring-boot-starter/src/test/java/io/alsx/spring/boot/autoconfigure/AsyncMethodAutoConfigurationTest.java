// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.hop.AsyncMethodPostProcessor;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.hop.EventMulticasterPostProcessor;
import io.alsx.spring.hop.HopRuntimeHints;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Which beans there are for methods and events, what makes them give way, and the hints for a native image. */
class AsyncMethodAutoConfigurationTest {

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(AlsxAutoConfiguration.class, AlsxAsyncMethodAutoConfiguration.class));

    @Test
    void isThereByDefault() {
        plain.run(context -> assertThat(context)
                .hasSingleBean(AsyncMethodPostProcessor.class)
                .hasSingleBean(EventMulticasterPostProcessor.class)
                .hasBean("alsxAsyncMethodFeature"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=false", "alsx.async.enabled=false"})
    void isNotThereWhenOff(String property) {
        plain.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(AsyncMethodPostProcessor.class)
                        .doesNotHaveBean(EventMulticasterPostProcessor.class)
                        .doesNotHaveBean("alsxAsyncMethodFeature"));
    }

    @Test
    void givesWayToPostProcessorsOfTheApplication() {
        plain.withUserConfiguration(Own.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(AsyncMethodPostProcessor.class)
                        .hasSingleBean(EventMulticasterPostProcessor.class)
                        .hasBean("ownMethods")
                        .hasBean("ownEvents"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SimpleAsyncTaskExecutor.class,
                TaskExecutorAdapter.class,
                ConcurrentTaskExecutor.class,
                ThreadPoolTaskExecutor.class,
                ThreadPoolTaskScheduler.class
            })
    void hintsAtTheDecoratorOfEachExecutor(Class<?> type) {
        assertThat(RuntimeHintsPredicates.reflection().onField(type, "taskDecorator"))
                .accepts(hints());
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(type)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints());
    }

    @Test
    void hintsAtTheExecutorOfSpringMvc() {
        assertThat(RuntimeHintsPredicates.reflection().onField(RequestMappingHandlerAdapter.class, "taskExecutor"))
                .accepts(hints());
    }

    @Test
    void hintsAtWhatElseIsReadReflectively() {
        for (String field : new String[] {"defaultExecutor", "exceptionHandler", "beanFactory"}) {
            assertThat(RuntimeHintsPredicates.reflection().onField(AsyncExecutionAspectSupport.class, field))
                    .accepts(hints());
        }
        assertThat(RuntimeHintsPredicates.reflection().onField(TaskExecutorAdapter.class, "concurrentExecutor"))
                .accepts(hints());
        assertThat(RuntimeHintsPredicates.reflection().onField(SimpleApplicationEventMulticaster.class, "taskExecutor"))
                .accepts(hints());
        for (Class<?> type : new Class<?>[] {ThreadPoolTaskScheduler.class, ConcurrentTaskScheduler.class}) {
            assertThat(RuntimeHintsPredicates.reflection().onField(type, "scheduledExecutor"))
                    .accepts(hints());
        }
        for (String field : new String[] {"triggerExecutor", "fixedDelayExecutor"}) {
            assertThat(RuntimeHintsPredicates.reflection().onField(SimpleAsyncTaskScheduler.class, field))
                    .accepts(hints());
        }
        assertThat(RuntimeHintsPredicates.reflection().onField(DelegatingErrorHandlingRunnable.class, "delegate"))
                .accepts(hints());
    }

    private static RuntimeHints hints() {
        RuntimeHints hints = new RuntimeHints();
        new HopRuntimeHints().registerHints(hints, null);
        return hints;
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        static AsyncMethodPostProcessor ownMethods() {
            return new AsyncMethodPostProcessor(() -> false, name -> false, () -> new ContextCarrier(List.of()));
        }

        @Bean
        static EventMulticasterPostProcessor ownEvents() {
            return new EventMulticasterPostProcessor(name -> false, () -> new ContextCarrier(List.of()));
        }
    }
}
