// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.entry.BatchLauncherPostProcessor;
import io.alsx.spring.entry.EntryPoint;
import io.alsx.spring.entry.QuartzSchedulerPostProcessor;
import io.alsx.spring.entry.RequestStoreServerInterceptor;
import io.alsx.spring.insight.Feature;
import io.grpc.ServerInterceptor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.service.DefaultGrpcServiceConfigurer;
import org.springframework.test.util.ReflectionTestUtils;

/** Which beans there are that begin contexts of jobs and of gRPC calls, and what makes them give way. */
class JobsAutoConfigurationTest {

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AlsxAutoConfiguration.class,
                    AlsxEntryAutoConfiguration.class,
                    AlsxJobsAutoConfiguration.class,
                    AlsxGrpcAutoConfiguration.class));

    @Test
    void areThereByDefault() {
        plain.run(context -> {
            assertThat(context)
                    .hasSingleBean(QuartzSchedulerPostProcessor.class)
                    .hasSingleBean(BatchLauncherPostProcessor.class)
                    .hasSingleBean(RequestStoreServerInterceptor.class);
            assertThat(context.getBeansOfType(Feature.class).values().stream().map(Feature::description))
                    .contains(
                            "a store for each run of a Quartz job",
                            "a store for each execution of a Spring Batch job",
                            "a store for each gRPC call");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=false", "alsx.jobs.enabled=false"})
    void areNotThereForJobsWhenOff(String property) {
        plain.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(QuartzSchedulerPostProcessor.class)
                        .doesNotHaveBean(BatchLauncherPostProcessor.class)
                        .doesNotHaveBean("alsxQuartzFeature")
                        .doesNotHaveBean("alsxBatchFeature"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=false", "alsx.grpc.enabled=false"})
    void areNotThereForCallsWhenOff(String property) {
        plain.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(RequestStoreServerInterceptor.class)
                        .doesNotHaveBean("alsxGrpcFeature"));
    }

    @ParameterizedTest
    @CsvSource({
        "org.quartz,alsxQuartzSchedulerPostProcessor",
        "org.springframework.scheduling.quartz,alsxQuartzSchedulerPostProcessor",
        "org.springframework.batch,alsxBatchLauncherPostProcessor",
        "io.grpc,requestStoreServerInterceptor"
    })
    void needNoLibraryThatIsMissing(String missing, String bean) {
        plain.withClassLoader(new FilteredClassLoader(missing)).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(bean);
            assertThat(List.of(
                                    "alsxQuartzSchedulerPostProcessor",
                                    "alsxBatchLauncherPostProcessor",
                                    "requestStoreServerInterceptor")
                            .stream()
                            .filter(context::containsBean))
                    .hasSize(2);
        });
    }

    @Test
    void needNoSpringGrpc() {
        plain.withClassLoader(new FilteredClassLoader("org.springframework.grpc"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RequestStoreServerInterceptor.class));
    }

    @Test
    void giveWayToThoseOfTheApplication() {
        plain.withUserConfiguration(Own.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(QuartzSchedulerPostProcessor.class)
                        .hasSingleBean(BatchLauncherPostProcessor.class)
                        .hasSingleBean(RequestStoreServerInterceptor.class)
                        .hasBean("ownQuartz")
                        .hasBean("ownBatch")
                        .hasBean("ownCalls"));
    }

    @Test
    void areOutsideOfTheInterceptorsOfTheApplication() {
        plain.withUserConfiguration(Interceptors.class).run(context -> {
            DefaultGrpcServiceConfigurer configurer = new DefaultGrpcServiceConfigurer(context);
            configurer.afterPropertiesSet();
            assertThat(ReflectionTestUtils.getField(configurer, "globalInterceptors"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .containsExactly(
                            context.getBean(RequestStoreServerInterceptor.class), context.getBean("interceptor"));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        static QuartzSchedulerPostProcessor ownQuartz(ObjectProvider<EntryPoint> entryPoint) {
            return new QuartzSchedulerPostProcessor(entryPoint::getObject, () -> true);
        }

        @Bean
        static BatchLauncherPostProcessor ownBatch(ObjectProvider<EntryPoint> entryPoint) {
            return new BatchLauncherPostProcessor(entryPoint::getObject, () -> true);
        }

        @Bean
        RequestStoreServerInterceptor ownCalls(EntryPoint entryPoint) {
            return new RequestStoreServerInterceptor(entryPoint, true);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Interceptors {

        @Bean
        @GlobalServerInterceptor
        @Order(0)
        ServerInterceptor interceptor() {
            return new ServerInterceptor() {

                @Override
                public <Q, A> io.grpc.ServerCall.Listener<Q> interceptCall(
                        io.grpc.ServerCall<Q, A> call, io.grpc.Metadata headers, io.grpc.ServerCallHandler<Q, A> next) {
                    return next.startCall(call, headers);
                }
            };
        }
    }
}
