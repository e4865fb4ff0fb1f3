// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

/** A bean that is made while post-processors are, is not seen by all of these: Spring warns, and its proxies are missing. */
@ExtendWith(OutputCaptureExtension.class)
class EarlyBeansTest {

    /** Not of another library's post-processor. */
    private static final Pattern WARNING =
            Pattern.compile("is not eligible for getting processed.*BeanPostProcessor \\[alsx");

    @Test
    void areNotMadeByPostProcessorsOfOurs(CapturedOutput output) {
        try (var application = RunningApplication.withoutWebServer(
                OpaqueFactoryApplication.class, "spring.jms.listener.auto-startup=false")) {
            assertThat(application.bean(OpaqueFactory.class)).isNotNull();
        }
        assertThat(output.getAll()).contains("alsx:").doesNotContainPattern(WARNING);
    }

    @Test
    void areNotMadeByPostProcessorsOfOursInWebApplications(CapturedOutput output) {
        try (var application = RunningApplication.withWebServer(OpaqueFactoryApplication.class)) {
            assertThat(application.bean(OpaqueFactory.class)).isNotNull();
        }
        assertThat(output.getAll()).contains("alsx:").doesNotContainPattern(WARNING);
    }

    @Test
    void areNotMadeByPostProcessorsOfOursWithMessagesAndJobs(CapturedOutput output) {
        try (var application =
                RunningApplication.withoutWebServer(Flows.class, "spring.jms.listener.auto-startup=false")) {
            assertThat(application.bean(OpaqueFactory.class)).isNotNull();
            application.bean(QueueChannel.class).send(new GenericMessage<>("sent"));
            assertThat(application
                            .bean(Sightings.class)
                            .next("handled")
                            .requireStore()
                            .path())
                    .isEqualTo("channel");
        }
        assertThat(output.getAll())
                .contains("alsx:", "a store for each message of Spring Integration", "of a Spring Batch job")
                .doesNotContainPattern(WARNING);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    @EnableJms
    @EnableScheduling
    static class OpaqueFactoryApplication {

        @Bean
        static Dependency dependency() {
            return new Dependency();
        }

        /** Static, as bad examples have it, so that asking for its type is enough to make it. */
        @Bean
        static OpaqueFactory opaque(Dependency dependency) {
            return new OpaqueFactory(dependency);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @Import({OpaqueFactoryApplication.class, Sightings.class})
    static class Flows {

        @Bean
        QueueChannel channel() {
            return new QueueChannel();
        }

        @Bean
        @ServiceActivator(inputChannel = "channel", poller = @Poller(fixedDelay = "1"))
        MessageHandler handler(Sightings sightings) {
            return message -> sightings.note("handled");
        }

        @Bean
        TaskExecutorJobLauncher launcher() {
            TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
            launcher.setJobRepository(new ResourcelessJobRepository());
            return launcher;
        }
    }

    record Dependency() {}

    /** Does not tell what it makes before it is made itself, so every search by type has it made. */
    record OpaqueFactory(Dependency dependency) implements FactoryBean<Object> {

        @Override
        public Object getObject() {
            return "made";
        }

        @Override
        public @Nullable Class<?> getObjectType() {
            return null;
        }
    }
}
