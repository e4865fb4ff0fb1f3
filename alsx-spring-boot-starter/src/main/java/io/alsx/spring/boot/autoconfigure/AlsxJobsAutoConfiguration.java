// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.entry.BatchLauncherPostProcessor;
import io.alsx.spring.entry.EntryPoint;
import io.alsx.spring.entry.QuartzSchedulerPostProcessor;
import io.alsx.spring.insight.Feature;
import org.quartz.Scheduler;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.util.function.SingletonSupplier;

/** Wires what gives jobs a store of their own, one library apart from the other. */
@AutoConfiguration(after = AlsxEntryAutoConfiguration.class)
@ConditionalOnBooleanProperty(
        prefix = "alsx",
        name = {"enabled", "jobs.enabled"},
        matchIfMissing = true)
class AlsxJobsAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Scheduler.class, SchedulerFactoryBean.class})
    static class QuartzConfiguration {

        @Bean
        @Order(1)
        Feature alsxQuartzFeature(AlsxProperties properties) {
            return new Feature(properties.jobsAreOn(), "a store for each run of a Quartz job");
        }

        @Bean
        @OnePerContext
        static QuartzSchedulerPostProcessor alsxQuartzSchedulerPostProcessor(
                ObjectProvider<EntryPoint> entryPoint, ObjectProvider<AlsxProperties> properties) {
            return new QuartzSchedulerPostProcessor(
                    SingletonSupplier.of(entryPoint::getObject),
                    () -> properties.getObject().jobsAreOn());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TaskExecutorJobLauncher.class)
    static class BatchConfiguration {

        @Bean
        @Order(1)
        Feature alsxBatchFeature(AlsxProperties properties) {
            return new Feature(properties.jobsAreOn(), "a store for each execution of a Spring Batch job");
        }

        @Bean
        @OnePerContext
        static BatchLauncherPostProcessor alsxBatchLauncherPostProcessor(
                ObjectProvider<EntryPoint> entryPoint, ObjectProvider<AlsxProperties> properties) {
            return new BatchLauncherPostProcessor(
                    SingletonSupplier.of(entryPoint::getObject),
                    () -> properties.getObject().jobsAreOn());
        }
    }
}
