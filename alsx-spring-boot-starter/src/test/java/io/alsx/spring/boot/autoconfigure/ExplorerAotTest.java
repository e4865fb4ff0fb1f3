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
    void isThereWhenOn() {
        run(Map.of(ON, "true"), context -> {
            assertThat(context.getBean(Timeline.class).isOn()).isTrue();
            assertThat(context.getBean(SimpleUrlHandlerMapping.class).getHandlerMap())
                    .hasSize(5);
        });
    }

    @Test
    void isSwitchedOffByItsProperty() {
        run(Map.of(ON, "false"), ExplorerAotTest::expectNothing);
    }

    @Test
    void isSwitchedOffWithAllElse() {
        run(Map.of(ON, "true", "alsx.enabled", "false"), ExplorerAotTest::expectNothing);
    }

    private static void expectNothing(GenericApplicationContext context) {
        assertThat(context.getBean(Timeline.class).isOn()).isFalse();
        assertThat(context.getBean(SimpleUrlHandlerMapping.class).getHandlerMap())
                .isEmpty();
    }

    private static void run(Map<String, Object> whenRun, Consumer<GenericApplicationContext> test) {
        TestGenerationContext generation = new TestGenerationContext(Application.class);
        GenericApplicationContext build = context(Map.of(ON, "true"));
        new AnnotatedBeanDefinitionReader(build).register(Application.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(build, generation);
        generation.writeGeneratedContent();
        TestCompiler.forSystem().with(generation).compile(compiled -> {
            try (GenericApplicationContext context = context(whenRun)) {
                initializer(compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()))
                        .initialize(context);
                context.refresh();
                test.accept(context);
            }
        });
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

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AlsxAutoConfiguration.class,
        AlsxWebAutoConfiguration.class,
        AlsxDiagnosticsAutoConfiguration.class,
        AlsxExplorerAutoConfiguration.class
    })
    static class Application {}
}
