// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RunInStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.javapoet.ClassName;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.test.util.ReflectionTestUtils;

/** What begins contexts, after ahead-of-time processing: on, and switched off only when the application runs. */
@CompileWithForkedClassLoader
class EntryAotTest {

    @Test
    void obeysWhatIsSetWhenTheApplicationRuns() {
        compiled(run -> {
            run.with(Map.of(), context -> {
                assertThat(context.getBean(Job.class).run()).startsWith("JOB Job.run ");
                assertThat(advises(context)).isTrue();
                assertThat(replacesTheRegistry(context)).isTrue();
                assertThat(interceptorsOf(context)).containsExactly("IntegrationInterceptor", "IntegrationSender");
                assertThat(wrapsJobs(context)).isTrue();
                assertThat(callsHaveStores(context)).isTrue();
            });
            run.with(Map.of("alsx.jobs.enabled", "false", "alsx.grpc.enabled", "false"), context -> {
                assertThat(advises(context)).isTrue();
                assertThat(wrapsJobs(context)).isFalse();
                assertThat(callsHaveStores(context)).isFalse();
            });
            run.with(Map.of("alsx.entry-points.enabled", "false"), context -> {
                assertThat(context.getBean(Job.class).run()).isEqualTo("null");
                assertThat(advises(context)).isTrue();
            });
            run.with(Map.of("alsx.messaging.enabled", "false"), context -> {
                assertThat(context.getBean(Job.class).run()).startsWith("JOB Job.run ");
                assertThat(advises(context)).isFalse();
                assertThat(replacesTheRegistry(context)).isFalse();
                assertThat(interceptorsOf(context)).isEmpty();
            });
            run.with(Map.of("alsx.enabled", "false"), context -> {
                assertThat(context.getBean(Job.class).run()).isEqualTo("null");
                assertThat(advises(context)).isFalse();
                assertThat(interceptorsOf(context)).isEmpty();
                assertThat(wrapsJobs(context)).isFalse();
                assertThat(callsHaveStores(context)).isFalse();
            });
        });
    }

    private static boolean advises(GenericApplicationContext context) {
        return context.getBean(SimpleRabbitListenerContainerFactory.class).getAdviceChain() != null;
    }

    private static boolean replacesTheRegistry(GenericApplicationContext context) {
        return context.getBean(JmsListenerEndpointRegistry.class).getClass() != JmsListenerEndpointRegistry.class;
    }

    private static List<String> interceptorsOf(GenericApplicationContext context) {
        return context.getBean(QueueChannel.class).getInterceptors().stream()
                .map(interceptor -> interceptor.getClass().getSimpleName())
                .toList();
    }

    private static boolean wrapsJobs(GenericApplicationContext context) {
        return !(ReflectionTestUtils.getField(context.getBean(TaskExecutorJobLauncher.class), "taskExecutor")
                instanceof SyncTaskExecutor);
    }

    /** As Spring gRPC finds them. */
    private static boolean callsHaveStores(GenericApplicationContext context) {
        Map<String, Object> found = context.getBeansWithAnnotation(GlobalServerInterceptor.class);
        return (boolean)
                Objects.requireNonNull(ReflectionTestUtils.getField(found.get("requestStoreServerInterceptor"), "on"));
    }

    private static void compiled(Consumer<Run> test) {
        TestGenerationContext generation = new TestGenerationContext(Application.class);
        GenericApplicationContext build = new GenericApplicationContext();
        new AnnotatedBeanDefinitionReader(build).register(Application.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(build, generation);
        generation.writeGeneratedContent();
        TestCompiler.forSystem()
                .with(generation)
                .compile(compiled -> test.accept(new Run(initializer(
                        compiled.getInstance(ApplicationContextInitializer.class, initializer.toString())))));
    }

    @SuppressWarnings("unchecked")
    private static ApplicationContextInitializer<GenericApplicationContext> initializer(
            ApplicationContextInitializer<?> initializer) {
        return (ApplicationContextInitializer<GenericApplicationContext>) initializer;
    }

    record Run(ApplicationContextInitializer<GenericApplicationContext> initializer) {

        void with(Map<String, Object> properties, Consumer<GenericApplicationContext> test) {
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
                initializer.initialize(context);
                context.refresh();
                test.accept(context);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @EnableJms
    @Import(Job.class)
    @ImportAutoConfiguration({
        AlsxAutoConfiguration.class,
        AlsxEntryAutoConfiguration.class,
        AlsxMessagingAutoConfiguration.class,
        AlsxJobsAutoConfiguration.class,
        AlsxGrpcAutoConfiguration.class
    })
    static class Application {

        @Bean
        SimpleRabbitListenerContainerFactory rabbit() {
            return new SimpleRabbitListenerContainerFactory();
        }

        /** As Spring Boot has one: that of Spring Integration cannot be processed ahead of time. */
        @Bean
        ThreadPoolTaskScheduler taskScheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        QueueChannel channel() {
            return new QueueChannel();
        }

        @Bean
        TaskExecutorJobLauncher launcher() {
            TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
            launcher.setJobRepository(new ResourcelessJobRepository());
            return launcher;
        }
    }

    static class Job {

        private final AsyncLocalStorage<RequestStore> storage;

        Job(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @RunInStore(kind = "JOB")
        public String run() {
            return String.valueOf(storage.getStore());
        }
    }
}
