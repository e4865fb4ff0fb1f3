// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What Spring MVC runs tasks on where the application has executors, but none for it. */
@ExtendWith(OutputCaptureExtension.class)
class MvcExecutorTest {

    @Test
    @Surface(value = "Servlet: Spring MVC's own executor", virtual = false)
    void carriesThroughMvcsOwnExecutor(CapturedOutput output) {
        try (var application = RunningApplication.withWebServer(OwnExecutor.class)) {
            assertThat(application.body("/callable", "X-Request-Id", "a")).startsWith("a on MvcAsync");
            assertThat(application.body("/streaming", "X-Request-Id", "b")).startsWith("b on MvcAsync");
            assertThat(application.context().getBeanNamesForType(Executor.class))
                    .containsExactly("pool");
            assertThat(application.bean(RequestMappingHandlerAdapter.class))
                    .isExactlyInstanceOf(RequestMappingHandlerAdapter.class);
        }
        assertThat(output.getAll()).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
    }

    @Test
    void carriesThroughMvcsOwnExecutorWithoutSpringBootsConfigurationOfMvc() {
        try (var application = RunningApplication.withWebServer(WithoutSpringBootsMvc.class)) {
            assertThat(application.body("/callable", "X-Request-Id", "a")).startsWith("a on MvcAsync");
        }
    }

    @Test
    void carriesThroughAnExecutorThatIsNoBeanAroundItsOwnDecorator() {
        try (var application = RunningApplication.withWebServer(Configured.class)) {
            assertThat(application.body("/callable", "X-Request-Id", "a")).startsWith("a on configured-");
            assertThat(application.bean(Configured.class).seen).isEqualTo("a");
        }
    }

    @Test
    void leavesMvcsOwnExecutorAloneWhereExcludedOrOff() {
        for (String property : new String[] {
            "alsx.executors.exclude=requestMapping*", "alsx.executors.enabled=false", "alsx.async.enabled=false"
        }) {
            try (var application = RunningApplication.withWebServer(OwnExecutor.class, property)) {
                assertThat(application.body("/callable")).as(property).startsWith("none on MvcAsync");
            }
        }
    }

    @Test
    void leavesAnExecutorThatIsAnExcludedBeanAlone() {
        try (var application = RunningApplication.withWebServer(
                SpringBootsExecutor.class, "alsx.executors.exclude=applicationTaskExecutor")) {
            assertThat(application.body("/callable")).startsWith("none on task-");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class SpringBootsExecutor {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class OwnExecutor {

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableWebMvc
    @Import(Controller.class)
    static class WithoutSpringBootsMvc {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Configured implements WebMvcConfigurer {

        private final AsyncLocalStorage<RequestStore> storage;

        private volatile String seen = "";

        Configured(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Override
        public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
            SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("configured-");
            executor.setTaskDecorator(task -> () -> {
                seen = storage.requireStore().requestId();
                task.run();
            });
            configurer.setTaskExecutor(executor);
        }
    }

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping(path = "/callable", produces = "text/plain")
        Callable<String> callable() {
            return this::here;
        }

        @GetMapping("/streaming")
        StreamingResponseBody streaming() {
            return out -> out.write(here().getBytes(StandardCharsets.UTF_8));
        }

        private String here() {
            RequestStore store = storage.getStore();
            return (store == null ? "none" : store.requestId()) + " on "
                    + Thread.currentThread().getName();
        }
    }
}
