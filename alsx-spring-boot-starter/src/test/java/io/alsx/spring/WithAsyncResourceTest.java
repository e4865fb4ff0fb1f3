// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.ResourceApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.alsx.AsyncHooks;
import io.alsx.AsyncResource;
import io.alsx.spring.ResourceApplication.AsyncCreated;
import io.alsx.spring.ResourceApplication.Created;
import io.alsx.spring.ResourceApplication.OnClass;
import io.alsx.spring.ResourceApplication.OnMethods;
import io.alsx.spring.ResourceApplication.Seen;
import io.alsx.spring.ResourceApplication.Service;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** Each call of an annotated method is a resource of its own. */
class WithAsyncResourceTest {

    private static RunningApplication application;

    private static OnMethods onMethods;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(ResourceApplication.class);
        onMethods = application.bean(OnMethods.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void needsNoAspectj() {
        assertThat(ClassUtils.isPresent("org.aspectj.weaver.Advice", getClass().getClassLoader()))
                .isFalse();
    }

    @Test
    void namesTheTypeAsToldOtherwiseAfterClassAndMethod() {
        assertThat(onMethods.byDefault().resource().type()).isEqualTo("OnMethods.byDefault");
        assertThat(onMethods.byValue().resource().type()).isEqualTo("Explicit");
        assertThat(onMethods.byType().resource().type()).isEqualTo("Explicit");
        assertThat(onMethods.byMeta().resource().type()).isEqualTo("Audited");
        assertThat(onMethods.byMetaWithType().resource().type()).isEqualTo("Sale");
        assertThat(application.bean(OnClass.class).byClass().resource().type()).isEqualTo("OnClass.byClass");
        assertThat(application.bean(OnClass.class).byMethod().resource().type()).isEqualTo("Method");
    }

    @Test
    void leavesOtherMethodsAlone() {
        assertThat(onMethods.notAnnotated().resource().type()).isEqualTo("ROOT");
    }

    @Test
    void givesEachCallAnIdAndTheCallersAsTrigger() {
        new AsyncResource("Caller").runInAsyncScope(() -> {
            long caller = AsyncHooks.executionAsyncId();
            AsyncResource first = onMethods.byDefault().resource();
            AsyncResource second = onMethods.byDefault().resource();

            assertThat(List.of(first.asyncId(), second.asyncId()))
                    .doesNotHaveDuplicates()
                    .doesNotContain(caller);
            assertThat(first.triggerAsyncId()).isEqualTo(caller);
            assertThat(second.triggerAsyncId()).isEqualTo(caller);
            assertThat(AsyncHooks.executionAsyncId()).isEqualTo(caller);
        });
    }

    @Test
    void seesTheCallersStoreAndKeepsWhatItEntersToItself() {
        USER.run("u", () -> {
            assertThat(onMethods.byDefault().user()).isEqualTo("u");
            assertThat(onMethods.entering().user()).isEqualTo("entered inside");
            assertThat(USER.getStore()).isEqualTo("u");
        });
    }

    @Test
    void seesTheContextOfTheBeansCreationWhereToldSo() {
        Created created = USER.run("creator", () -> application.bean(Created.class));
        Created other = USER.run("another creator", () -> application.bean(Created.class));
        AsyncCreated async = USER.run("creator", () -> application.bean(AsyncCreated.class));

        USER.run("caller", () -> {
            assertThat(created.seen().user()).isEqualTo("creator");
            assertThat(other.seen().user()).isEqualTo("another creator");
            assertThat(created.seenAsCaller().user()).isEqualTo("caller");
            assertThat(of(async.seen()).user()).isEqualTo("creator");
            assertThat(of(async.seen()).thread()).startsWith("task-");
        });
        assertThat(created.seen().user()).isEqualTo("creator");
    }

    @Test
    @Surface(value = "Executors: `@WithAsyncResource` beside `@Async`", virtual = false)
    void isTheWorkersBesideAsync() {
        AsyncResource caller = new AsyncResource("Caller");
        Seen seen = USER.run("u", () -> of(onMethods.async()));
        CompletableFuture<Seen> ofVoid = new CompletableFuture<>();
        caller.runInAsyncScope(() -> onMethods.asyncVoid(ofVoid));

        assertThat(seen.user()).isEqualTo("u");
        assertThat(seen.thread()).startsWith("task-");
        assertThat(seen.resource().type()).isEqualTo("OnMethods.async");
        assertThat(of(ofVoid).resource().triggerAsyncId()).isEqualTo(caller.asyncId());
    }

    @Test
    void appliesToABeanThatImplementsAnInterface() {
        Service service = application.bean(Service.class);

        assertThat(service.serve().resource().type()).isEqualTo("OfInterface.serve");
        assertThat(service.serveByDefault().resource().type()).isEqualTo("ROOT");
        assertThat(service).hasToString(service.toString());
    }

    @Test
    void leavesToStringEqualsAndHashCodeAlone() {
        OnClass bean = application.bean(OnClass.class);

        assertThat(bean).hasToString("OnClass in ROOT");
        assertThat(bean.equals(bean)).isTrue();
        assertThat(bean.hashCode()).isEqualTo(bean.hashCode());
    }

    @Test
    void letsExceptionsThroughAsTheyAreAndThenIsDestroyed() {
        for (Throwable failure : List.of(new IllegalStateException(), new IOException(), new AssertionError())) {
            assertThat(catchThrowable(() -> onMethods.failing(failure))).isSameAs(failure);
            assertDestroyed(OnMethods.last);
        }
    }

    @Test
    void isDestroyedWhenTheMethodEnds() {
        assertDestroyed(onMethods.byDefault().resource());
        assertThat(onMethods.<Object>returning("result")).isEqualTo("result");
        assertDestroyed(OnMethods.last);
        assertThat(onMethods.<Object>returning(null)).isNull();
        assertDestroyed(OnMethods.last);
        assertThat(onMethods.mono(null)).isNull();
        assertDestroyed(OnMethods.last);
        assertThat(onMethods.future(null)).isNull();
        assertDestroyed(OnMethods.last);
    }

    @Test
    void isUsableFromASliceOfOnlyItsOwnConfiguration() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(slice()))
                .withBean(OnMethods.class)
                .run(context -> assertThat(context.getBean(OnMethods.class)
                                .byValue()
                                .resource()
                                .type())
                        .isEqualTo("Explicit"));
    }

    private static Class<?>[] slice() {
        return List.of("AlsxAutoConfiguration", "AlsxAsyncAutoConfiguration").stream()
                .map(name -> ClassUtils.resolveClassName(
                        "io.alsx.spring.boot.autoconfigure." + name, WithAsyncResourceTest.class.getClassLoader()))
                .toArray(Class<?>[]::new);
    }

    static void assertDestroyed(AsyncResource resource) {
        assertThatThrownBy(resource::emitDestroy).isInstanceOf(IllegalStateException.class);
    }

    /** Destroys it itself, as there is no other way to find out. */
    static void assertNotDestroyed(AsyncResource resource) {
        assertThatCode(resource::emitDestroy).doesNotThrowAnyException();
    }

    private static <V> V of(CompletableFuture<V> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
