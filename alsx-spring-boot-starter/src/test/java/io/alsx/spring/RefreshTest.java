// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.bridge.MdcBridge;
import io.alsx.spring.hop.AsyncMethodPostProcessor;
import io.alsx.spring.hop.ContextTaskDecorator;
import io.alsx.spring.hop.EventMulticasterPostProcessor;
import io.alsx.spring.hop.ExecutorPostProcessor;
import io.micrometer.context.ContextRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import reactor.core.publisher.Hooks;

/** An application that is started and closed again and again leaves nothing of ours behind. */
class RefreshTest {

    private static final int TIMES = 20;

    /** Outlives the applications, as the threads of a server do. */
    private static final ExecutorService SURVIVING = Executors.newSingleThreadExecutor();

    /** An application's own, which its class path keeps; what listens to it must not stay with it. */
    private static final AsyncLocalStorage<RequestStore> SURVIVING_STORAGE = AsyncLocalStorage.named("requests");

    @AfterAll
    static void stop() {
        SURVIVING.shutdownNow();
    }

    @Test
    void leavesNoObjectAndNoThreadBehind() throws Exception {
        List<WeakReference<Object>> ours = new ArrayList<>();
        round(Application.class, new ArrayList<>());
        int accessors = ContextRegistry.getInstance().getThreadLocalAccessors().size();
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        for (int i = 0; i < TIMES; i++) {
            round(i % 2 == 0 ? Application.class : WithSurvivingStorage.class, ours);
            assertThat(Hooks.isAutomaticContextPropagationEnabled()).isFalse();
        }
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).hasSize(accessors);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return ours.stream().allMatch(reference -> reference.refersTo(null));
        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .noneMatch(thread -> thread.getName().startsWith("task-")
                                || thread.getName().startsWith("scheduling-")
                                || thread.getName().contains("alsx")));
        assertThat(SURVIVING.submit(USER::getStore).get(20, TimeUnit.SECONDS)).isNull();
    }

    private static void round(Class<?> application, List<WeakReference<Object>> ours) throws Exception {
        try (var context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(
                            "alsx.reactor.automatic=true",
                            "alsx.bridge.micrometer=true",
                            "spring.artemis.embedded.enabled=false")
                    .applyTo(context);
            context.register(application);
            context.refresh();
            assertThat(Hooks.isAutomaticContextPropagationEnabled()).isTrue();
            Worker worker = context.getBean(Worker.class);
            TaskScheduler scheduler = context.getBean(TaskScheduler.class);
            CompletableFuture<@Nullable String> scheduled = new CompletableFuture<>();
            USER.run("u", () -> scheduler.schedule(() -> scheduled.complete(USER.getStore()), Instant.now()));
            assertThat(USER.run("u", worker::onSurviving).get(20, TimeUnit.SECONDS))
                    .isEqualTo("u");
            assertThat(scheduled.get(20, TimeUnit.SECONDS)).isEqualTo("u");
            for (Class<?> type : List.of(
                    Worker.class,
                    MdcBridge.class,
                    ContextTaskDecorator.class,
                    ExecutorPostProcessor.class,
                    AsyncMethodPostProcessor.class,
                    EventMulticasterPostProcessor.class)) {
                ours.add(new WeakReference<>(context.getBean(type)));
            }
            AsyncLocalStorage<?> storage = context.getBean(AsyncLocalStorage.class);
            if (storage != SURVIVING_STORAGE) {
                ours.add(new WeakReference<>(storage));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    @EnableScheduling
    @Import(Worker.class)
    @EnableAutoConfiguration
    static class Application implements AsyncConfigurer {

        @Override
        public Executor getAsyncExecutor() {
            return SURVIVING;
        }
    }

    static class WithSurvivingStorage extends Application {

        @Bean
        static AsyncLocalStorage<RequestStore> requestStorage() {
            return SURVIVING_STORAGE;
        }
    }

    static class Worker {

        @Async
        CompletableFuture<@Nullable String> onSurviving() {
            return CompletableFuture.completedFuture(USER.getStore());
        }
    }
}
