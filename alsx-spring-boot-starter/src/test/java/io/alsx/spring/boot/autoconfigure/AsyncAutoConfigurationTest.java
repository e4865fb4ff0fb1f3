// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import io.alsx.spring.RequestStore;
import io.alsx.spring.bridge.MdcBridge;
import io.alsx.spring.hop.CaffeinePostProcessor;
import io.alsx.spring.hop.ContextTaskDecorator;
import io.alsx.spring.hop.ExecutorPostProcessor;
import io.alsx.spring.hop.SchedulerPostProcessor;
import io.alsx.spring.hop.WithAsyncResourcePostProcessor;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;

/** Which beans there are that carry the context on, and what makes them give way. */
class AsyncAutoConfigurationTest {

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AlsxAutoConfiguration.class,
                    AlsxAsyncAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class,
                    TaskSchedulingAutoConfiguration.class));

    @Nested
    class Async {

        @Test
        void isThereByDefault() {
            plain.run(context -> assertThat(context)
                    .hasBean("alsxTaskDecorator")
                    .hasSingleBean(ContextTaskDecorator.class)
                    .hasSingleBean(ExecutorPostProcessor.class)
                    .hasSingleBean(SchedulerPostProcessor.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"alsx.enabled=false", "alsx.async.enabled=false"})
        void isNotThereWhenOff(String property) {
            plain.withPropertyValues(property)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(TaskDecorator.class)
                            .doesNotHaveBean(ExecutorPostProcessor.class)
                            .doesNotHaveBean(SchedulerPostProcessor.class));
        }

        @Test
        void givesWayToADecoratorOfThatName() {
            plain.withUserConfiguration(OwnContextDecorator.class)
                    .run(context -> assertThat(context.getBean("alsxTaskDecorator"))
                            .isSameAs(context.getBean(OwnContextDecorator.class).decorator));
        }

        @Test
        void startsWithADecoratorOfThatNameAndAnotherType() {
            plain.withUserConfiguration(OwnPlainDecorator.class)
                    .run(context -> assertThat(context).hasNotFailed().hasBean("applicationTaskExecutor"));
        }

        @Test
        void isNoCandidateForTheDecoratorOfTheApplication() {
            plain.withUserConfiguration(NeedsDecorator.class)
                    .run(context -> assertThat(context.getBean(NeedsDecorator.class).available)
                            .isNull());
            plain.withUserConfiguration(NeedsDecorator.class, OwnDecorator.class)
                    .run(context -> {
                        TaskDecorator own = context.getBean("own", TaskDecorator.class);
                        assertThat(context.getBean(NeedsDecorator.class).available)
                                .isSameAs(own);
                        assertThat(context.getBean(NeedsDecorator.class).unique).isSameAs(own);
                        assertThat(context.getBeanProvider(TaskDecorator.class).getIfUnique())
                                .isSameAs(own);
                        assertThat(context.getBeanProvider(TaskDecorator.class).getIfAvailable())
                                .isSameAs(own);
                        assertThat(context.getBean(TaskDecorator.class)).isSameAs(own);
                    });
        }

        @Test
        void isThereForCaffeineWhereAskedFor() {
            plain.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CaffeinePostProcessor.class));
            ApplicationContextRunner asked = plain.withPropertyValues("alsx.executors.caffeine=true");
            asked.run(context -> assertThat(context).hasSingleBean(CaffeinePostProcessor.class));
            asked.withPropertyValues("alsx.async.enabled=false")
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CaffeinePostProcessor.class));
            asked.withClassLoader(new FilteredClassLoader("com.github.benmanes.caffeine"))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("alsxCaffeinePostProcessor"));
            asked.withBean("own", CaffeinePostProcessor.class, () -> new CaffeinePostProcessor(name -> false, null))
                    .run(context -> assertThat(context)
                            .hasSingleBean(CaffeinePostProcessor.class)
                            .hasBean("own"));
        }

        @Test
        void addsNoExecutor() {
            var without = new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));
            without.run(bare -> plain.run(context -> {
                assertThat(context.getBeanNamesForType(java.util.concurrent.Executor.class))
                        .isEqualTo(bare.getBeanNamesForType(java.util.concurrent.Executor.class));
                assertThat(context.getBeanNamesForType(TaskExecutor.class))
                        .isEqualTo(bare.getBeanNamesForType(TaskExecutor.class));
            }));
        }
    }

    @Nested
    class AspectAndLogging {

        @ParameterizedTest
        @ValueSource(strings = {"alsx.enabled=false", "alsx.aspect.enabled=false"})
        void hasNoAspectWhenOff(String property) {
            plain.run(context -> assertThat(context).hasSingleBean(WithAsyncResourcePostProcessor.class));
            plain.withPropertyValues(property)
                    .run(context -> assertThat(context).doesNotHaveBean(WithAsyncResourcePostProcessor.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"alsx.enabled=false", "alsx.logging.mdc.enabled=false"})
        void hasNoBridgeWhenOff(String property) {
            plain.run(context -> assertThat(context).hasSingleBean(MdcBridge.class));
            plain.withPropertyValues(property)
                    .run(context -> assertThat(context).doesNotHaveBean(MdcBridge.class));
        }

        @Test
        void hasNoBridgeWithoutSlf4j() {
            plain.withClassLoader(new FilteredClassLoader(MDC.class))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MdcBridge.class));
        }

        @Test
        void needsNoReactor() {
            plain.withClassLoader(new FilteredClassLoader("reactor"))
                    .run(context -> assertThat(context).hasSingleBean(WithAsyncResourcePostProcessor.class));
        }

        @Test
        void givesWayToABridgeOfTheApplication() {
            plain.withUserConfiguration(OwnBridge.class)
                    .run(context ->
                            assertThat(context).hasSingleBean(MdcBridge.class).hasBean("mine"));
        }

        @Test
        void startsBridgeAndReportThoughAllElseIsLazy() {
            plain.withInitializer(context -> context.addBeanFactoryPostProcessor(
                            new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
                    .run(context -> {
                        var beans = context.getSourceApplicationContext().getBeanFactory();
                        assertThat(beans.containsSingleton("alsxMdcBridge")).isTrue();
                        assertThat(beans.containsSingleton("alsxStartupReport")).isTrue();
                    });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnContextDecorator {

        final ContextTaskDecorator decorator = new ContextTaskDecorator(PeriodicTasks.CAPTURE);

        @Bean
        ContextTaskDecorator alsxTaskDecorator() {
            return decorator;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnPlainDecorator {

        @Bean
        TaskDecorator alsxTaskDecorator() {
            return task -> task;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDecorator {

        @Bean
        TaskDecorator own() {
            return task -> task;
        }
    }

    static class NeedsDecorator {

        final @org.jspecify.annotations.Nullable TaskDecorator available;

        final @org.jspecify.annotations.Nullable TaskDecorator unique;

        NeedsDecorator(ObjectProvider<TaskDecorator> decorators) {
            this.available = decorators.getIfAvailable();
            this.unique = decorators.getIfUnique();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBridge {

        @Bean
        MdcBridge mine(AsyncLocalStorage<RequestStore> storage) {
            return new MdcBridge(storage, Set.of());
        }
    }
}
