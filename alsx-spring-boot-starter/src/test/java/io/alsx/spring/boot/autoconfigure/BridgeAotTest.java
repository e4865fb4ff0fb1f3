// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.MdcEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/** Bridges after ahead-of-time processing: on, and switched off only when the application runs. */
@CompileWithForkedClassLoader
class BridgeAotTest {

    private static final Map<String, Object> ON = Map.of("alsx.bridge.security", "true", "alsx.bridge.locale", "true");

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    @Test
    void obeyWhatIsSetWhenTheApplicationRuns() {
        compiled(run -> {
            run.with(Map.of(), context -> {
                assertThat(seen(context)).isEqualTo("security locale user");
                assertThat(logged()).isEqualTo("t");
            });
            run.with(
                    Map.of("alsx.bridge.security", "false"),
                    context -> assertThat(seen(context)).isEqualTo("null locale user"));
            run.with(
                    Map.of("alsx.bridge.locale", "false"),
                    context -> assertThat(seen(context)).isEqualTo("security null user"));
            run.with(
                    Map.of("alsx.logging.mdc.enabled", "false"),
                    context -> assertThat(logged()).isEqualTo("null"));
            run.with(Map.of("alsx.enabled", "false"), context -> {
                assertThat(seen(context)).isEqualTo("null null null");
                assertThat(logged()).isEqualTo("null");
            });
        });
    }

    private static String logged() {
        return TENANT.run("t", () -> String.valueOf(MDC.get("tenant")));
    }

    private static String seen(GenericApplicationContext context) {
        LocaleContextHolder.setLocale(Locale.ITALY);
        SecurityContextHolder.setContext(
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated("u", "", List.of())));
        USER.set("user");
        try {
            return context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class)
                    .submitCompletable(() -> seen())
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        } finally {
            LocaleContextHolder.resetLocaleContext();
            SecurityContextHolder.clearContext();
            USER.remove();
        }
    }

    private static String seen() {
        String security = SecurityContextHolder.getContext().getAuthentication() == null ? "null" : "security";
        String locale = LocaleContextHolder.getLocaleContext() == null ? "null" : "locale";
        return security + " " + locale + " " + USER.get();
    }

    private static void compiled(Consumer<Run> test) {
        TestGenerationContext generation = new TestGenerationContext(Application.class);
        GenericApplicationContext build = new GenericApplicationContext();
        build.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", ON));
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
            Map<String, Object> all = new HashMap<>(ON);
            all.putAll(properties);
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
                initializer.initialize(context);
                context.refresh();
                test.accept(context);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AlsxAutoConfiguration.class,
        AlsxAsyncAutoConfiguration.class,
        AlsxBridgeAutoConfiguration.class,
        TaskExecutionAutoConfiguration.class
    })
    static class Application {

        @Bean
        ContextBridge user() {
            return ContextBridge.of(USER);
        }

        @Bean
        MdcEntry<String> tenant() {
            return new MdcEntry<>("tenant", TENANT, tenant -> tenant);
        }
    }
}
