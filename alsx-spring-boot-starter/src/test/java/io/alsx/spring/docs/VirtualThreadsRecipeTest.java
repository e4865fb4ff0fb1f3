// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import io.alsx.ThrowingSupplier;
import io.alsx.spring.RequestStore;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** What {@code docs/recipes/virtual-threads.md} shows, on virtual threads where the JDK has them. */
class VirtualThreadsRecipeTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void onePropertyIsAllThatSpringNeeds() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            assertThat(inRequest(
                                    application,
                                    () -> application.getBean(Stock.class).of("tea"))
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo("tea for abc");
            assertThat(application
                            .getBean("applicationTaskExecutor", AsyncTaskExecutor.class)
                            .submit(() -> Thread.currentThread().toString())
                            .get(20, TimeUnit.SECONDS))
                    .startsWith("VirtualThread[");
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void anExecutorOfOnesOwnCarriesTheContext() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            Prices prices = application.getBean(Prices.class);
            assertThat(inRequest(application, () -> prices.of(List.of("here", "there"))))
                    .containsExactly("here for abc", "there for abc");
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void withoutVirtualThreadsItSaysSo() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(ContextExecutors::newVirtualThreadPerTaskExecutor)
                .withMessageContaining("JDK 21 or later");
    }

    @Test
    void aThreadRunsInTheContextInWhichItWasMade() throws Exception {
        CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
        Runnable task = () -> seen.complete(TENANT.getStore());

        ThreadFactory threads = ContextExecutors.propagating(Executors.defaultThreadFactory());
        Thread thread = TENANT.run("acme", () -> threads.newThread(task));
        thread.start(); // sees acme, whoever starts it

        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("acme");
    }

    @Test
    void aPoolWithSuchThreadsKeepsTheFirstStore() throws Exception {
        ThreadFactory threads = ContextExecutors.propagating(Executors.defaultThreadFactory());
        ExecutorService pool = Executors.newFixedThreadPool(1, threads);
        try {
            assertThat(TENANT.run("first", () -> pool.submit(TENANT::getStore)).get(20, TimeUnit.SECONDS))
                    .isEqualTo("first");
            assertThat(TENANT.run("second", () -> pool.submit(TENANT::getStore)).get(20, TimeUnit.SECONDS))
                    .isEqualTo("first");
            ExecutorService carrying = ContextExecutors.propagating(pool);
            assertThat(TENANT.run("second", () -> carrying.submit(TENANT::getStore))
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo("second");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, max = JRE.JAVA_25)
    void forksAndScopedValuesAreAsThePageSays() throws Exception {
        assertThat(linesOf("VirtualThreadsProgram"))
                .contains(
                        "offer=[stock of acme, price of acme]",
                        "bare=nobody of null",
                        "bound=nobody of acme",
                        "scoped=ann of acme",
                        "carried=nobody of acme",
                        "left=nobody of null");
    }

    /** Of a program that uses preview features of the running JDK, which compiles it itself. */
    private static List<String> linesOf(String program) throws Exception {
        URL source =
                Objects.requireNonNull(VirtualThreadsRecipeTest.class.getResource("/preview/" + program + ".java"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-preview",
                        "--source",
                        "" + Runtime.version().feature(),
                        "-cp",
                        Path.of(AsyncLocalStorage.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Path.of(source.toURI()).toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run("--spring.threads.virtual.enabled=true", "--spring.main.banner-mode=off");
    }

    private static <T> T inRequest(ConfigurableApplicationContext application, ThrowingSupplier<T, Exception> work)
            throws Exception {
        @SuppressWarnings("unchecked")
        AsyncLocalStorage<RequestStore> requests = application.getBean("requestStorage", AsyncLocalStorage.class);
        return requests.run(new RequestStore("abc", "GET", "/"), work);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Stock.class, Prices.class})
    static class Application {

        @Bean(defaultCandidate = false, destroyMethod = "shutdown")
        ExecutorService lookups() {
            return ContextExecutors.newVirtualThreadPerTaskExecutor();
        }
    }

    static class Stock {

        private final AsyncLocalStorage<RequestStore> requests;

        Stock(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        @Async
        CompletableFuture<String> of(String item) {
            return CompletableFuture.completedFuture(
                    item + " for " + requests.requireStore().requestId());
        }
    }

    static class Prices {

        private final AsyncLocalStorage<RequestStore> requests;

        private final ExecutorService lookups;

        Prices(AsyncLocalStorage<RequestStore> requests, @Qualifier("lookups") ExecutorService lookups) {
            this.requests = requests;
            this.lookups = lookups;
        }

        List<String> of(List<String> shops) throws InterruptedException, ExecutionException {
            List<Future<String>> answers = new ArrayList<>();
            for (String shop : shops) {
                answers.add(lookups.submit(
                        () -> shop + " for " + requests.requireStore().requestId()));
            }
            List<String> prices = new ArrayList<>();
            for (Future<String> answer : answers) {
                prices.add(answer.get());
            }
            return prices;
        }
    }
}
