// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ResourceApplication.OnMethods;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** A context below another one, both of them auto-configured. */
class HierarchyTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private static final ThreadLocal<String> OF_THE_PARENT = new ThreadLocal<>();

    private static final ThreadLocal<String> OF_THE_CHILD = new ThreadLocal<>();

    @Test
    void sharesTheStorageOfTheParent() {
        withChild(child -> assertThat(child.getBean(AsyncLocalStorage.class))
                .isSameAs(child.getParent().getBean(AsyncLocalStorage.class)));
    }

    @Test
    void carriesThroughExecutorsOfTheChild() {
        withChild(child -> {
            ThreadPoolTaskExecutor pool = child.getBean("ofTheChild", ThreadPoolTaskExecutor.class);
            assertThat(USER.run("u", () -> pool.submitCompletable(() -> String.valueOf(USER.getStore())))
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join())
                    .isEqualTo("u");
        });
    }

    @Test
    void givesMethodsOfBeansOfTheChildAResource() {
        withChild(child -> assertThat(
                        child.getBean(OnMethods.class).byValue().resource().type())
                .isEqualTo("Explicit"));
    }

    @Test
    void carriesWhatBridgesOfBothCarryThroughExecutorsOfTheChild() {
        withChild(child -> {
            ThreadPoolTaskExecutor pool = child.getBean("ofTheChild", ThreadPoolTaskExecutor.class);
            OF_THE_PARENT.set("p");
            OF_THE_CHILD.set("c");
            try {
                assertThat(pool.submitCompletable(() -> OF_THE_PARENT.get() + OF_THE_CHILD.get())
                                .orTimeout(60, TimeUnit.SECONDS)
                                .join())
                        .isEqualTo("pc");
            } finally {
                OF_THE_PARENT.remove();
                OF_THE_CHILD.remove();
            }
        });
    }

    @Test
    void entersWhatBindingsOfTheChildSay() {
        withChild(child -> assertThat(child.getBean(Job.class).run()).isEqualTo("run of the child"));
    }

    @Test
    void keepsInLogLinesWhatTheChildSays() {
        withChild(child -> assertThat(TENANT.run("t", () -> MDC.get("tenant"))).isEqualTo("t"));
        assertThat(TENANT.run("t", () -> MDC.get("tenant"))).isNull();
    }

    private static void withChild(Consumer<ConfigurableApplicationContext> test) {
        ConfigurableApplicationContext child = new SpringApplicationBuilder(Parent.class)
                .web(WebApplicationType.NONE)
                .child(Child.class)
                .web(WebApplicationType.NONE)
                .run("--spring.main.banner-mode=off");
        try (var parent = (ConfigurableApplicationContext) child.getParent();
                child) {
            test.accept(child);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Parent {

        @Bean
        ContextBridge ofTheParent() {
            return ContextBridge.of(OF_THE_PARENT);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({OnMethods.class, Job.class})
    static class Child {

        @Bean
        RequestBinding<String> tenant() {
            return new RequestBinding<>(TENANT, request -> request.path() + " of the child");
        }

        @Bean
        ContextBridge alsoOfTheChild() {
            return ContextBridge.of(OF_THE_CHILD);
        }

        @Bean
        MdcEntry<String> inLogLines() {
            return new MdcEntry<>("tenant", TENANT, tenant -> tenant);
        }

        @Bean
        ThreadPoolTaskExecutor ofTheChild() {
            return new ThreadPoolTaskExecutor();
        }
    }

    static class Job {

        @RunInStore("run")
        public String run() {
            return String.valueOf(TENANT.getStore());
        }
    }
}
