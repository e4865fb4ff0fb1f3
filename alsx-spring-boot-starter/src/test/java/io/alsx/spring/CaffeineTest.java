// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.alsx.AsyncLocalStorage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Caches work on a pool of their own, in the context of the code that has them work. */
class CaffeineTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private static final String CARRYING = "alsx.executors.caffeine=true";

    /** Which a builder takes once. */
    @Test
    void canBeGivenAnExecutorByTheApplicationUnlessToldOtherwise() {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            assertThatNoException()
                    .isThrownBy(() -> caffeine(application, "caffeine").executor(Runnable::run));
        }
    }

    @Test
    @Surface(
            value = "Caches: loaders and removal listeners of a `Caffeine` bean, with `alsx.executors.caffeine`",
            virtual = false)
    void loadAndTellOfRemovalsInTheContextOfTheirCause() throws Exception {
        CompletableFuture<String> removed = new CompletableFuture<>();
        try (var application = RunningApplication.withoutWebServer(Application.class, CARRYING)) {
            AsyncLoadingCache<String, String> cache = caffeine(application, "caffeine")
                    .removalListener(
                            (key, value, cause) -> removed.complete(value + " removed by " + TENANT.getStore()))
                    .buildAsync(key -> key + " loaded for " + TENANT.getStore() + onWorker());

            assertThat(TENANT.run("acme", () -> cache.get("a")).get(20, TimeUnit.SECONDS))
                    .isEqualTo("a loaded for acme on a worker");
            assertThat(cache.get("b").get(20, TimeUnit.SECONDS)).isEqualTo("b loaded for null on a worker");
            TENANT.run("globex", () -> cache.synchronous().invalidate("a"));
            assertThat(removed.get(20, TimeUnit.SECONDS)).isEqualTo("a loaded for acme on a worker removed by globex");
        }
    }

    @Test
    void refreshInTheContextOfTheirCause() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, CARRYING)) {
            LoadingCache<String, String> cache =
                    caffeine(application, "caffeine").build(key -> key + " for " + TENANT.getStore());

            assertThat(TENANT.run("acme", () -> cache.get("a"))).isEqualTo("a for acme");
            assertThat(TENANT.run("globex", () -> cache.refresh("a")).get(20, TimeUnit.SECONDS))
                    .isEqualTo("a for globex");
        }
    }

    @Test
    void keepAnExecutorOfTheApplicationAndWhatIsExcluded() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Application.class, CARRYING, "alsx.executors.exclude=caffeine")) {
            AsyncLoadingCache<String, String> own =
                    caffeine(application, "direct").buildAsync(key -> key + " for " + TENANT.getStore() + onWorker());
            assertThat(TENANT.run("acme", () -> own.get("a")).get(20, TimeUnit.SECONDS))
                    .isEqualTo("a for acme");

            AsyncLoadingCache<String, String> excluded =
                    caffeine(application, "caffeine").buildAsync(key -> key + " for " + TENANT.getStore());
            assertThat(TENANT.run("acme", () -> excluded.get("a")).get(20, TimeUnit.SECONDS))
                    .isEqualTo("a for null");
        }
    }

    private static String onWorker() {
        return Thread.currentThread().getName().equals("main") ? "" : " on a worker";
    }

    @SuppressWarnings("unchecked")
    private static Caffeine<String, String> caffeine(RunningApplication application, String name) {
        return (Caffeine<String, String>) (Caffeine<?, ?>) application.bean(name, Caffeine.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Caffeine<Object, Object> caffeine() {
            return Caffeine.newBuilder().maximumSize(100);
        }

        @Bean(defaultCandidate = false)
        Caffeine<Object, Object> direct() {
            Executor direct = Runnable::run;
            return Caffeine.newBuilder().executor(direct);
        }
    }
}
