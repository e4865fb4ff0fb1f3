// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.alsx.AsyncHooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Beans with annotated methods that are, or have something, final: a proxy of them would fail, or have empty fields. */
@ExtendWith(OutputCaptureExtension.class)
class FinalBeanTest {

    @Test
    void startsWithFinalClassesAndMethodsAndLeavesThemAlone(CapturedOutput output) {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            Injected beans = application.bean(Injected.class);
            assertThat(beans.resourceClass).isExactlyInstanceOf(ResourceFinalClass.class);
            assertThat(beans.resourceClass.call()).isEqualTo("ROOT");
            assertThat(beans.entryClass).isExactlyInstanceOf(EntryFinalClass.class);
            assertThat(beans.resourceMethod.call()).isEqualTo("there ROOT");
            assertThat(beans.entryMethod.call()).isEqualTo("there");
            assertThat(beans.resourceField.field()).isEqualTo("there");
            assertThat(beans.resourceField.call()).isEqualTo("ROOT");
            assertThat(beans.entryField.field()).isEqualTo("there");
        }
        for (String bean : new String[] {"ResourceFinalClass", "ResourceFinalMethod", "ResourceFinalGetter"}) {
            assertThat(output.getAll())
                    .containsOnlyOnce("@WithAsyncResource has no effect on bean '"
                            + getClass().getName() + "$" + bean);
        }
        for (String bean : new String[] {"EntryFinalClass", "EntryFinalMethod", "EntryFinalGetter"}) {
            assertThat(output.getAll())
                    .containsOnlyOnce("Methods of bean '" + getClass().getName() + "$" + bean);
        }
        assertThat(output.getAll())
                .contains(
                        "as its class is final and", "as its method call is final and", "as its method field is final");
    }

    @Test
    void stillReachesABeanThatInheritsAFinalMethod() {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            assertThat(application.bean(Inheriting.class).call()).isEqualTo("Inheriting.call");
        }
    }

    @Test
    void reachesAnInterfaceOfWhichThereIsOnlyALambda() {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            Service service = application.bean(Service.class);
            assertThat(AopUtils.isJdkDynamicProxy(service)).isTrue();
            assertThat(service.call()).isEqualTo("Lambda");
        }
    }

    @Test
    void isProcessedAheadOfTime() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.register(Application.class);
            assertThatCode(() -> context.refreshForAotProcessing(new RuntimeHints()))
                    .doesNotThrowAnyException();
        }
    }

    private static String resource() {
        return AsyncHooks.executionAsyncResource().type();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({
        Injected.class,
        ResourceFinalClass.class,
        ResourceFinalMethod.class,
        ResourceFinalGetter.class,
        EntryFinalClass.class,
        EntryFinalMethod.class,
        EntryFinalGetter.class,
        Inheriting.class
    })
    static class Application {

        @Bean
        Service lambda() {
            return FinalBeanTest::resource;
        }
    }

    record Injected(
            ResourceFinalClass resourceClass,
            ResourceFinalMethod resourceMethod,
            ResourceFinalGetter resourceField,
            EntryFinalClass entryClass,
            EntryFinalMethod entryMethod,
            EntryFinalGetter entryField) {}

    interface Service {

        @WithAsyncResource("Lambda")
        String call();
    }

    interface Plain {

        String call();
    }

    @WithAsyncResource
    static final class ResourceFinalClass implements Plain {

        @Override
        public String call() {
            return resource();
        }
    }

    static class ResourceFinalMethod {

        private final String field = "there";

        @WithAsyncResource
        final String call() {
            return field + " " + resource();
        }
    }

    static class ResourceFinalGetter {

        private final String field = String.valueOf("there");

        @WithAsyncResource
        public String call() {
            return resource();
        }

        final String field() {
            return field;
        }
    }

    @RunInStore
    static final class EntryFinalClass implements Plain {

        @Override
        public String call() {
            return resource();
        }
    }

    static class EntryFinalMethod {

        private final String field = String.valueOf("there");

        @RunInStore
        public final String call() {
            return field;
        }
    }

    static class EntryFinalGetter {

        private final String field = String.valueOf("there");

        @RunInStore
        public String call() {
            return resource();
        }

        public final String field() {
            return field;
        }
    }

    /** As classes for frameworks have: for code of its own, which runs on the bean itself. */
    abstract static class Base {

        public final String template() {
            return call();
        }

        abstract String call();
    }

    static class Inheriting extends Base {

        @Override
        @WithAsyncResource
        public String call() {
            return resource();
        }
    }
}
