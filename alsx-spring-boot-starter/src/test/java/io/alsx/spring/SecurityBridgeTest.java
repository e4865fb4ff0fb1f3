// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutorService;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ListeningSecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

/** Who is logged in moves over our hops where that is asked for, in a context of each task's own. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityBridgeTest {

    private static final String ON = "alsx.bridge.security=true";

    @AfterEach
    void reset() {
        SecurityContextHolder.clearContext();
        SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_THREADLOCAL);
    }

    @ParameterizedTest
    @CsvSource({"pool,true", "pool,false", "jdk,true", "jdk,false", "delegating,true", "delegating,false"})
    @Surface(value = "Bridges: `SecurityContext`, with `alsx.bridge.security`", virtual = false)
    void movesAsACopy(String executor, boolean decorated) throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Application.class, ON, "alsx.executors.enabled=" + decorated)) {
            login("u");
            SecurityContext ours = SecurityContextHolder.getContext();
            CompletableFuture<SecurityContext> seen = new CompletableFuture<>();
            application.bean(Methods.class).on(executor, () -> seen.complete(SecurityContextHolder.getContext()));

            SecurityContext theirs = seen.get(20, TimeUnit.SECONDS);
            assertThat(name(theirs)).isEqualTo("u");
            assertThat(theirs.getAuthentication()).isSameAs(ours.getAuthentication());
            assertThat(theirs).isNotSameAs(ours);
            assertThat(SecurityContextHolder.getContext()).isSameAs(ours);
        }
    }

    @Test
    void aChangeOnOneThreadIsNoneOnAnother() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, ON)) {
            login("u");
            CountDownLatch changed = new CountDownLatch(1);
            CompletableFuture<String> seen = new CompletableFuture<>();
            application.bean(Methods.class).on("pool", () -> {
                await(changed);
                seen.complete(user());
                SecurityContextHolder.getContext().setAuthentication(authentication("changed by the task"));
            });
            SecurityContextHolder.getContext().setAuthentication(authentication("changed by the caller"));
            changed.countDown();
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("u");
            assertThat(user()).isEqualTo("changed by the caller");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void nothingClearsAndTheWorkerHasItsOwnBack(String executor) throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, ON)) {
            ExecutorService jdk = application.context().getBean("jdk", ExecutorService.class);
            jdk.submit(() -> login("kept")).get(20, TimeUnit.SECONDS);

            assertThat(seenOn(application, executor)).isEqualTo("null");
            assertThat(jdk.submit(SecurityBridgeTest::user).get(20, TimeUnit.SECONDS))
                    .isEqualTo("kept");
            login("u");
            assertThat(seenOn(application, executor)).isEqualTo("u");
            SecurityContextHolder.clearContext();
            assertThat(seenOn(application, executor)).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "jdk"})
    void doesNotMoveByDefault(String executor) throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            login("u");
            assertThat(seenOn(application, executor)).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesTheUserThatAWrapperOfSpringSecurityRunsATaskAs(boolean decorated) throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Application.class, ON, "alsx.executors.enabled=" + decorated)) {
            login("u");
            assertThat(seenOn(application, "system")).isEqualTo("system");
            assertThat(seenOn(application, "delegating")).isEqualTo("u");
        }
    }

    /** Code before a login may have the context at hand that the login then fills. */
    @Test
    void aTaskThatRunsInPlaceLeavesTheThreadItsEmptyContext() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, ON)) {
            SecurityContext ours = SecurityContextHolder.getContext();
            assertThat(seenOn(application, "inPlace")).isEqualTo("null");
            ours.setAuthentication(authentication("u"));
            assertThat(SecurityContextHolder.getContext()).isSameAs(ours);
            assertThat(seenOn(application, "inPlace")).isEqualTo("u");
            assertThat(SecurityContextHolder.getContext()).isSameAs(ours);
        }
    }

    @Test
    void usesTheStrategyThatIsABean() throws Exception {
        try (var application = RunningApplication.withoutWebServer(WithStrategy.class, ON)) {
            SecurityContextHolderStrategy strategy = application.bean(SecurityContextHolderStrategy.class);
            login("of the static one");
            strategy.setContext(new SecurityContextImpl(authentication("of the bean")));
            CompletableFuture<String> seen = new CompletableFuture<>();
            application.bean(Methods.class).on("jdk", () -> seen.complete(name(strategy.getContext()) + " " + user()));
            strategy.clearContext();
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("of the bean null");
        }
    }

    @Test
    void usesTheStrategyThatTheHolderHasNow() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, ON)) {
            SecurityContextHolder.setContextHolderStrategy(new ListeningSecurityContextHolderStrategy(
                    SecurityContextHolder.getContextHolderStrategy(), List.of(event -> {})));
            login("u");
            assertThat(seenOn(application, "jdk")).isEqualTo("u");
        }
    }

    @Test
    void leavesAContextAloneThatAllThreadsHaveInCommon() throws Exception {
        SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_GLOBAL);
        try (var application = RunningApplication.withoutWebServer(Application.class, ON)) {
            login("u");
            SecurityContext global = SecurityContextHolder.getContext();
            CompletableFuture<SecurityContext> seen = new CompletableFuture<>();
            application.bean(Methods.class).on("pool", () -> seen.complete(SecurityContextHolder.getContext()));
            assertThat(seen.get(20, TimeUnit.SECONDS)).isSameAs(global);
            assertThat(SecurityContextHolder.getContext()).isSameAs(global);
        }
    }

    @Test
    void warnsOnceOfContextsThatThreadsInherit(CapturedOutput output) throws Exception {
        SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_INHERITABLETHREADLOCAL);
        try (var application = RunningApplication.withoutWebServer(Application.class, ON)) {
            login("first");
            assertThat(seenOn(application, "pool")).isEqualTo("first");
            login("second");
            assertThat(seenOn(application, "pool")).isEqualTo("second");
            SecurityContextHolder.clearContext();
            assertThat(seenOn(application, "pool")).isEqualTo("null");
        }
        assertThat(output.getAll()).containsOnlyOnce("MODE_INHERITABLETHREADLOCAL");
    }

    @Test
    void doesNotWarnOfOtherModes(CapturedOutput output) {
        RunningApplication.withoutWebServer(Application.class, ON).close();

        assertThat(output.getAll())
                .contains("tasks with a copy of the security context")
                .doesNotContain("MODE_INHERITABLETHREADLOCAL");
    }

    @Test
    void hasTheLastWordOverMicrometersAccessorWhichMayShareTheContext() throws Exception {
        try (var application =
                RunningApplication.withoutWebServer(Application.class, ON, "alsx.bridge.micrometer=true")) {
            login("u");
            CompletableFuture<SecurityContext> seen = new CompletableFuture<>();
            application.bean(Methods.class).on("pool", () -> seen.complete(SecurityContextHolder.getContext()));
            assertThat(seen.get(20, TimeUnit.SECONDS)).isNotSameAs(SecurityContextHolder.getContext());
            assertThat(name(seen.join())).isEqualTo("u");
            assertThat(application
                            .context()
                            .getBean("jdk", ExecutorService.class)
                            .submit(SecurityBridgeTest::user)
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo("null");
        }
    }

    private static String seenOn(RunningApplication application, String executor) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        application.bean(Methods.class).on(executor, () -> seen.complete(user()));
        return seen.get(20, TimeUnit.SECONDS);
    }

    private static void login(String name) {
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication(name)));
    }

    private static Authentication authentication(String name) {
        return UsernamePasswordAuthenticationToken.authenticated(name, "", List.of());
    }

    private static String user() {
        return name(SecurityContextHolder.getContext());
    }

    private static String name(SecurityContext context) {
        @Nullable Authentication authentication = context.getAuthentication();
        return authentication == null ? "null" : authentication.getName();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static class Methods {

        private final Worker worker;

        Methods(Worker worker) {
            this.worker = worker;
        }

        void on(String executor, Runnable code) {
            Consumer<Runnable> method = switch (executor) {
                case "pool" -> worker::pool;
                case "jdk" -> worker::jdk;
                case "system" -> worker::system;
                case "inPlace" -> worker::inPlace;
                default -> worker::delegating;
            };
            method.accept(code);
        }
    }

    static class Worker {

        @Async("pool")
        void pool(Runnable code) {
            code.run();
        }

        @Async("jdk")
        void jdk(Runnable code) {
            code.run();
        }

        @Async("delegating")
        void delegating(Runnable code) {
            code.run();
        }

        @Async("inPlace")
        void inPlace(Runnable code) {
            code.run();
        }

        @Async("system")
        void system(Runnable code) {
            code.run();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Methods.class, Worker.class})
    static class Application {

        @Bean
        ThreadPoolTaskExecutor pool() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setCorePoolSize(1);
            return pool;
        }

        @Bean
        SyncTaskExecutor inPlace() {
            return new SyncTaskExecutor();
        }

        @Bean
        ExecutorService jdk() {
            return Executors.newFixedThreadPool(1);
        }

        @Bean
        ExecutorService delegating() {
            return new DelegatingSecurityContextExecutorService(Executors.newFixedThreadPool(1));
        }

        @Bean
        ExecutorService system() {
            return new DelegatingSecurityContextExecutorService(
                    Executors.newFixedThreadPool(1), new SecurityContextImpl(authentication("system")));
        }
    }

    static class WithStrategy extends Application {

        @Bean
        SecurityContextHolderStrategy strategy() {
            return new OwnStrategy();
        }
    }

    static final class OwnStrategy implements SecurityContextHolderStrategy {

        private final ThreadLocal<@Nullable SecurityContext> local = new ThreadLocal<>();

        @Override
        public void clearContext() {
            local.remove();
        }

        @Override
        public SecurityContext getContext() {
            SecurityContext context = local.get();
            return context == null ? createEmptyContext() : context;
        }

        @Override
        public void setContext(SecurityContext context) {
            local.set(context);
        }

        @Override
        public SecurityContext createEmptyContext() {
            return new SecurityContextImpl();
        }
    }
}
