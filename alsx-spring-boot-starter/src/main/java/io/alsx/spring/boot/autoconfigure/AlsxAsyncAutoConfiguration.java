// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.alsx.spring.hop.CaffeinePostProcessor;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.hop.ContextTaskDecorator;
import io.alsx.spring.hop.ExecutorPostProcessor;
import io.alsx.spring.hop.SchedulerPostProcessor;
import io.alsx.spring.hop.WithAsyncResourcePostProcessor;
import io.alsx.spring.insight.Feature;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Wires what carries the context over to other threads, and what gives methods a resource of their own. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
class AlsxAsyncAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(
            prefix = "alsx",
            name = {"enabled", "async.enabled"},
            matchIfMissing = true)
    static class TaskConfiguration {

        /** Not a default candidate: a second one would make Spring Boot 3.5 apply neither this nor the user's. */
        @Bean(defaultCandidate = false)
        @ConditionalOnMissingBean(name = "alsxTaskDecorator", search = SearchStrategy.CURRENT)
        ContextTaskDecorator alsxTaskDecorator(AlsxProperties properties, ContextCarrier carrier) {
            return new ContextTaskDecorator(properties.scheduling().periodicTasks(), carrier);
        }

        @Bean
        @Order(2)
        Feature alsxAsyncFeature(AlsxProperties properties) {
            return new Feature(
                    properties.asyncIsOn(),
                    "Spring executors and schedulers that carry it"
                            + (properties.executors().exclude().isEmpty()
                                    ? ""
                                    : ", except " + properties.executors().exclude()));
        }

        @Bean
        SetupCheck alsxExecutorNameCheck(AlsxProperties properties, ListableBeanFactory beans) {
            return new SetupCheck(() -> SetupCheck.excludedExecutors(
                    properties.asyncIsOn() ? properties.executors().exclude() : List.of(), beans));
        }

        @Bean
        @OnePerContext
        static SchedulerPostProcessor alsxSchedulerPostProcessor(
                ObjectProvider<AlsxProperties> properties, ObjectProvider<ContextCarrier> carrier) {
            return new SchedulerPostProcessor(
                    name -> properties.getObject().carriesContext(name),
                    () -> properties.getObject().scheduling().periodicTasks(),
                    carrier);
        }

        @Bean
        @OnePerContext
        static ExecutorPostProcessor alsxExecutorPostProcessor(
                @Qualifier("alsxTaskDecorator") ObjectProvider<ContextTaskDecorator> decorator,
                ObjectProvider<AlsxProperties> properties) {
            return new ExecutorPostProcessor(
                    decorator, name -> properties.getObject().carriesContext(name));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Caffeine.class)
    @ConditionalOnBooleanProperty(
            prefix = "alsx",
            name = {"enabled", "async.enabled", "executors.enabled"},
            matchIfMissing = true)
    @ConditionalOnBooleanProperty("alsx.executors.caffeine")
    static class CaffeineConfiguration {

        @Bean
        @Order(2)
        Feature alsxCaffeineFeature(AlsxProperties properties) {
            return new Feature(properties.cachesAreOn(), "caches of Caffeine builders that carry it");
        }

        @Bean
        @OnePerContext
        static CaffeinePostProcessor alsxCaffeinePostProcessor(
                ObjectProvider<AlsxProperties> properties, ObjectProvider<ContextCarrier> carrier) {
            return new CaffeinePostProcessor(
                    name -> properties.getObject().cachesAreOn()
                            && properties.getObject().carriesContext(name),
                    carrier::getObject);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(
            prefix = "alsx",
            name = {"enabled", "aspect.enabled"},
            matchIfMissing = true)
    static class AspectConfiguration {

        @Bean
        @Order(3)
        Feature alsxAspectFeature(AlsxProperties properties) {
            return new Feature(properties.aspectIsOn(), "@WithAsyncResource");
        }

        @Bean
        @OnePerContext
        static WithAsyncResourcePostProcessor alsxWithAsyncResourcePostProcessor(
                ObjectProvider<AlsxProperties> properties) {
            return new WithAsyncResourcePostProcessor(
                    () -> properties.getObject().aspectIsOn());
        }
    }
}
