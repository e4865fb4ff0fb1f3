// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.insight.Timeline;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** The explorer after ahead-of-time processing: on, and switched off only when the application runs. */
@CompileWithForkedClassLoader
class ExplorerAotTest {

    private static final String ON = "alsx.explorer.enabled";

    @Test
    void obeysWhatIsSetWhenTheApplicationRuns() {
        compiled(run -> {
            run.with(Map.of(ON, "true"), context -> {
                assertThat(context.getBean(Timeline.class).isOn()).isTrue();
                assertThat(context.getBean(SimpleUrlHandlerMapping.class).getHandlerMap())
                        .hasSize(5);
            });
            run.with(Map.of(ON, "false"), ExplorerAotTest::expectNothing);
            run.with(Map.of(ON, "true", "alsx.enabled", "false"), ExplorerAotTest::expectNothing);
        });
    }

    private static void expectNothing(GenericApplicationContext context) {
        assertThat(context.getBean(Timeline.class).isOn()).isFalse();
        assertThat(context.getBean(SimpleUrlHandlerMapping.class).getHandlerMap())
                .isEmpty();
    }

    private static void compiled(Consumer<Run> test) {
        TestGenerationContext generation = new TestGenerationContext(Application.class);
        GenericApplicationContext build = context(Map.of(ON, "true"));
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
    @ImportAutoConfiguration({
        AlsxAutoConfiguration.class,
        AlsxWebAutoConfiguration.class,
        AlsxDiagnosticsAutoConfiguration.class,
        AlsxExplorerAutoConfiguration.class
    })
    static class Application {}
}
