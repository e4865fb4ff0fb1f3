// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ContextPublishers;
import io.alsx.spring.RequestStore;
import io.alsx.spring.WithAsyncResource;
import io.alsx.spring.entry.RequestStoreArgumentResolver;
import io.alsx.spring.entry.RequestStoreFilter;
import io.micrometer.context.ContextRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import reactor.core.publisher.Hooks;

/** Conditions count when an application is built; what is switched off only when it runs has to be off as well. */
@CompileWithForkedClassLoader
@ExtendWith(OutputCaptureExtension.class)
class AotTest {

    private static final Map<String, Object> MICROMETER =
            Map.of("alsx.bridge.micrometer", "true", "alsx.reactor.automatic", "true");

    @Test
    void obeysWhatIsSetWhenTheApplicationRuns(CapturedOutput output) {
        compiled(Map.of(), run -> {
            doesEverythingByDefault(run);
            doesNothingWhenOff(run);
            reportsNothingAsAtWorkWhenOff(run, output);
            switchesTheFilterOff(run);
            switchesExecutorsOff(run);
            switchesAsyncMethodsOff(run);
            leavesExcludedExecutorsAlone(run);
            switchesTheAspectOff(run);
            switchesTheLoggingContextOff(run);
            switchesCallbacksAndStoreParametersOff(run);
            takesOtherValues(run);
        });
    }

    private static void doesEverythingByDefault(Run run) {
        run.with(Map.of(), context -> {
            assertThat(filterIsOn(context)).isTrue();
            assertThat(executorCarries(context)).isTrue();
            assertThat(aspectApplies(context)).isTrue();
            assertThat(bridgeWorks(context)).isTrue();
            assertThat(callbackIsBound(context)).isTrue();
            assertThat(parametersAreResolved(context)).isTrue();
        });
    }

    private static void doesNothingWhenOff(Run run) {
        run.with(Map.of("alsx.enabled", "false"), context -> {
            assertThat(filterIsOn(context)).isFalse();
            assertThat(executorCarries(context)).isFalse();
            assertThat(aspectApplies(context)).isFalse();
            assertThat(bridgeWorks(context)).isFalse();
        });
    }

    private static void reportsNothingAsAtWorkWhenOff(Run run, CapturedOutput output) {
        int before = output.getAll().length();
        run.with(Map.of("alsx.enabled", "false"), context -> {});
        assertThat(output.getAll().substring(before)).doesNotContain("a store for each request", "@WithAsyncResource");
    }

    private static void switchesTheFilterOff(Run run) {
        run.with(Map.of("alsx.web.enabled", "false"), context -> {
            assertThat(filterIsOn(context)).isFalse();
            assertThat(executorCarries(context)).isTrue();
        });
    }

    private static void switchesExecutorsOff(Run run) {
        run.with(Map.of("alsx.async.enabled", "false"), context -> {
            assertThat(executorCarries(context)).isFalse();
            assertThat(filterIsOn(context)).isTrue();
        });
    }

    private static void switchesAsyncMethodsOff(Run run) {
        run.with(
                Map.of("alsx.async.enabled", "false"),
                context -> assertThat(asyncMethodCarries(context)).isFalse());
    }

    private static void leavesExcludedExecutorsAlone(Run run) {
        run.with(
                Map.of("alsx.executors.exclude", "application*"),
                context -> assertThat(executorCarries(context)).isFalse());
    }

    private static void switchesTheAspectOff(Run run) {
        run.with(Map.of("alsx.aspect.enabled", "false"), context -> {
            assertThat(aspectApplies(context)).isFalse();
            assertThat(executorCarries(context)).isTrue();
        });
    }

    private static void switchesTheLoggingContextOff(Run run) {
        run.with(Map.of("alsx.logging.mdc.enabled", "false"), context -> {
            assertThat(bridgeWorks(context)).isFalse();
            assertThat(executorCarries(context)).isTrue();
        });
    }

    private static void switchesCallbacksAndStoreParametersOff(Run run) {
        run.with(Map.of("alsx.web.async-callbacks", "false", "alsx.web.store-parameters", "false"), context -> {
            assertThat(callbackIsBound(context)).isFalse();
            assertThat(parametersAreResolved(context)).isFalse();
            assertThat(filterIsOn(context)).isTrue();
        });
    }

    private static void takesOtherValues(Run run) {
        run.with(Map.of("alsx.web.order", "7", "alsx.web.url-patterns", "/a/*"), context -> {
            FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
            assertThat(registration.getOrder()).isEqualTo(7);
            assertThat(registration.getUrlPatterns()).containsExactly("/a/*");
        });
    }

    @Test
    void carriesIntoAsyncMethods() {
        Map<String, Object> undecorated = Map.of("alsx.executors.enabled", "false");
        compiled(
                undecorated,
                run -> run.with(
                        undecorated,
                        context -> assertThat(asyncMethodCarries(context)).isTrue()));
    }

    @Test
    void speaksWithMicrometerUnlessThatIsOff() {
        Map<String, Object> off = Map.of("alsx.micrometer.enabled", "false", "alsx.bridge.micrometer", "false");
        compiled(MICROMETER, run -> {
            run.with(MICROMETER, context -> {
                assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
                assertThat(accessorIsThere()).isTrue();
                assertThat(micrometersIsCarried(context)).isTrue();
            });
            assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
            run.with(off, context -> {
                assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
                assertThat(accessorIsThere()).isFalse();
                assertThat(micrometersIsCarried(context)).isFalse();
            });
            assertThat(accessorIsThere()).isTrue();
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void rebuildsTheSchedulerOfVirtualThreadsUnlessOff() {
        Map<String, Object> virtual = Map.of("spring.threads.virtual.enabled", "true");
        compiled(virtual, run -> {
            run.with(
                    virtual,
                    context -> assertThat(context.getBean(SimpleAsyncTaskScheduler.class))
                            .isNotExactlyInstanceOf(SimpleAsyncTaskScheduler.class));
            run.with(
                    Map.of("spring.threads.virtual.enabled", "true", "alsx.async.enabled", "false"),
                    context -> assertThat(context.getBean(SimpleAsyncTaskScheduler.class))
                            .isExactlyInstanceOf(SimpleAsyncTaskScheduler.class));
        });
    }

    private static boolean callbackIsBound(GenericApplicationContext context) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        List<ServletRequest> seen = new ArrayList<>();
        try {
            ((RequestStoreFilter) context.getBean("requestStoreFilter", FilterRegistrationBean.class)
                            .getFilter())
                    .doFilter(request, new MockHttpServletResponse(), (passed, response) -> seen.add(passed));
        } catch (IOException | ServletException e) {
            throw new IllegalStateException(e);
        }
        return seen.get(0) != request;
    }

    private static boolean parametersAreResolved(GenericApplicationContext context) {
        List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();
        context.getBean("alsxParameterConfigurer", WebMvcConfigurer.class).addArgumentResolvers(resolvers);
        return resolvers.contains(context.getBean(RequestStoreArgumentResolver.class));
    }

    private static boolean filterIsOn(GenericApplicationContext context) {
        FilterRegistrationBean<?> registration = context.getBean("requestStoreFilter", FilterRegistrationBean.class);
        assertThat(registration.getFilter()).isInstanceOf(RequestStoreFilter.class);
        return registration.isEnabled();
    }

    private static boolean executorCarries(GenericApplicationContext context) {
        AsyncLocalStorage<String> storage = AsyncLocalStorage.named("aot");
        AsyncTaskExecutor executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
        return storage.run(
                "u",
                () -> executor.submitCompletable(() -> "u".equals(storage.getStore()))
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join());
    }

    private static boolean asyncMethodCarries(GenericApplicationContext context) {
        AsyncLocalStorage<String> storage = AsyncLocalStorage.named("aot");
        return storage.run(
                "u",
                () -> context.getBean(AsyncMethod.class)
                        .sees(storage)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join());
    }

    private static boolean accessorIsThere() {
        return ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .anyMatch(accessor -> accessor.key().equals(ContextPublishers.KEY));
    }

    private static boolean micrometersIsCarried(GenericApplicationContext context) {
        ThreadLocal<String> local = new ThreadLocal<>();
        ContextRegistry.getInstance().registerThreadLocalAccessor("aot", local);
        local.set("u");
        try {
            AsyncTaskExecutor executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
            return executor.submitCompletable(() -> "u".equals(local.get()))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } finally {
            local.remove();
            ContextRegistry.getInstance().removeThreadLocalAccessor("aot");
        }
    }

    private static boolean aspectApplies(GenericApplicationContext context) {
        return context.getBean(Annotated.class).type().equals("Annotated.type");
    }

    @SuppressWarnings("unchecked")
    private static boolean bridgeWorks(GenericApplicationContext context) {
        AsyncLocalStorage<RequestStore> storage = context.getBean("requestStorage", AsyncLocalStorage.class);
        return storage.run(new RequestStore("abc", "GET", "/"), () -> "abc".equals(MDC.get("requestId")));
    }

    private static void compiled(Map<String, Object> properties, Consumer<Run> test) {
        TestGenerationContext generation = new TestGenerationContext(Application.class);
        GenericApplicationContext build = context(properties);
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

    private static GenericApplicationContext context(Map<String, Object> properties) {
        GenericWebApplicationContext context = new GenericWebApplicationContext(new MockServletContext());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        return context;
    }

    /** What was built once runs again and again. */
    record Run(ApplicationContextInitializer<GenericApplicationContext> initializer) {

        void with(Map<String, Object> properties, Consumer<GenericApplicationContext> test) {
            try (GenericApplicationContext context = context(properties)) {
                initializer.initialize(context);
                context.refresh();
                test.accept(context);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    @EnableScheduling
    @Import({Annotated.class, AsyncMethod.class})
    @ImportAutoConfiguration({
        AlsxAutoConfiguration.class,
        AlsxWebAutoConfiguration.class,
        AlsxAsyncAutoConfiguration.class,
        AlsxAsyncMethodAutoConfiguration.class,
        AlsxMvcAutoConfiguration.class,
        AlsxMicrometerAutoConfiguration.class,
        TaskExecutionAutoConfiguration.class,
        TaskSchedulingAutoConfiguration.class
    })
    static class Application {}

    static class AsyncMethod {

        @Async
        public CompletableFuture<Boolean> sees(AsyncLocalStorage<String> storage) {
            return CompletableFuture.completedFuture("u".equals(storage.getStore()));
        }
    }

    static class Annotated {

        @WithAsyncResource
        public String type() {
            return AsyncHooks.executionAsyncResource().type();
        }
    }
}
