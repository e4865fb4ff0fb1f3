// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring's locale and time zone move over our hops where that is asked for, and leave no trace. */
class LocaleBridgeTest {

    private static final TimeZone TOKYO = TimeZone.getTimeZone("Asia/Tokyo");

    @AfterEach
    void reset() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    @Surface(value = "Bridges: `LocaleContext`, with `alsx.bridge.locale`", virtual = false)
    void movesIntoTasksOfEachExecutor() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, "alsx.bridge.locale=true")) {
            LocaleContextHolder.setLocaleContext(new SimpleTimeZoneAwareLocaleContext(Locale.KOREA, TOKYO));
            assertThat(seen(application)).isEqualTo("ko_KR Asia/Tokyo");
            LocaleContextHolder.setLocaleContext(new SimpleLocaleContext(Locale.ITALY));
            assertThat(seen(application)).startsWith("it_IT ");
        }
    }

    @Test
    void nothingClearsWhatTheWorkerHas() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, "alsx.bridge.locale=true")) {
            ExecutorService jdk = application.bean(ExecutorService.class);
            jdk.submit(() -> LocaleContextHolder.setLocale(Locale.ITALY)).get(20, TimeUnit.SECONDS);

            assertThat(seen(application)).isEqualTo("none");
            assertThat(jdk.submit(() -> LocaleContextHolder.getLocale()).get(20, TimeUnit.SECONDS))
                    .isEqualTo(Locale.ITALY);
        }
    }

    @Test
    void isNotInheritedByThreadsThatATaskStarts() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, "alsx.bridge.locale=true")) {
            LocaleContextHolder.setLocale(Locale.ITALY, true);
            CompletableFuture<Boolean> inherited = new CompletableFuture<>();
            application.bean(Methods.class).run(() -> {
                Thread thread = new Thread(() -> inherited.complete(LocaleContextHolder.getLocaleContext() != null));
                thread.start();
            });
            assertThat(inherited.get(20, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void doesNotMoveByDefault() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            LocaleContextHolder.setLocale(Locale.ITALY);
            assertThat(seen(application)).isEqualTo("none");
        }
    }

    @Test
    void ofARequestIsLookedUpBeforeTheServerRecyclesTheRequest() throws Exception {
        try (var application = RunningApplication.withWebServer(Application.class, "alsx.bridge.locale=true")) {
            application.body("/later", "Accept-Language", "it-IT");
            application.body("/other", "Accept-Language", "ko-KR");
            Methods.GO_ON.complete(null);
            assertThat(Methods.LATER.get(20, TimeUnit.SECONDS)).startsWith("it_IT ");
        }
    }

    private static String seen(RunningApplication application) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        application.bean(Methods.class).run(() -> seen.complete(seen()));
        return seen.get(20, TimeUnit.SECONDS);
    }

    private static String seen() {
        LocaleContext context = LocaleContextHolder.getLocaleContext();
        return context == null
                ? "none"
                : LocaleContextHolder.getLocale() + " "
                        + LocaleContextHolder.getTimeZone().getID();
    }

    static class Methods {

        static final CompletableFuture<@Nullable Void> GO_ON = new CompletableFuture<>();

        static final CompletableFuture<String> LATER = new CompletableFuture<>();

        @Async
        void run(Runnable code) {
            code.run();
        }
    }

    @RestController
    static class Controller {

        private final Methods methods;

        Controller(Methods methods) {
            this.methods = methods;
        }

        @GetMapping("/later")
        String later() {
            methods.run(() -> {
                Methods.GO_ON.orTimeout(20, TimeUnit.SECONDS).join();
                Methods.LATER.complete(seen());
            });
            return "";
        }

        @GetMapping("/other")
        String other() {
            return "";
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Methods.class, Controller.class})
    static class Application {

        @Bean
        ExecutorService taskExecutor() {
            return Executors.newFixedThreadPool(1);
        }
    }
}
