// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What bridges carry moves over each hop of a request that is handled asynchronously, and does not stay on its threads. */
class BridgedRequestTest {

    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    @BeforeEach
    void clear() {
        SEEN.clear();
    }

    @ParameterizedTest
    @ValueSource(classes = {OnSpringBootsExecutor.class, OnMvcsOwnExecutor.class})
    void isThereInWhatMvcRunsOnAnotherThread(Class<?> source) {
        try (var application = RunningApplication.withWebServer(source)) {
            assertThat(application.body("/callable")).isEqualTo("u 1");
            assertThat(application.body("/streaming")).isEqualTo("u 1");
            assertThat(application.body("/nothing")).isEqualTo("null 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void isThereInTasksAndCallbacksOfTheServer(String async) throws Exception {
        try (var application =
                RunningApplication.withWebServer(OnSpringBootsExecutor.class, "alsx.async.enabled=" + async)) {
            assertThat(application.body("/start")).isEqualTo("u 1");
            assertThat(SEEN.poll(20, TimeUnit.SECONDS)).isEqualTo("complete: u 1");
            assertThat(application.body("/timeout")).isEqualTo("u 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.web.async-callbacks=false", "alsx.enabled=false"})
    void isNotThereInTasksOfTheServerWhenOff(String property) {
        try (var application = RunningApplication.withWebServer(OnSpringBootsExecutor.class, property)) {
            assertThat(application.body("/start")).isEqualTo("null null");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class OnSpringBootsExecutor {

        @Bean
        CountingBridge bridge() {
            return new CountingBridge();
        }

        @Bean
        Filter clearing() {
            return (request, response, chain) -> {
                try {
                    chain.doFilter(request, response);
                } finally {
                    CountingBridge.LOCAL.remove();
                }
            };
        }
    }

    static class OnMvcsOwnExecutor extends OnSpringBootsExecutor {

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }
    }

    @RestController
    static class Controller {

        @GetMapping("/callable")
        Callable<String> callable() {
            CountingBridge.LOCAL.set("u");
            return CountingBridge::seen;
        }

        @GetMapping("/nothing")
        Callable<String> nothing() {
            return CountingBridge::seen;
        }

        @GetMapping("/streaming")
        StreamingResponseBody streaming() {
            CountingBridge.LOCAL.set("u");
            return out -> out.write(CountingBridge.seen().getBytes(StandardCharsets.UTF_8));
        }

        @GetMapping("/timeout")
        DeferredResult<String> timeout() {
            CountingBridge.LOCAL.set("u");
            DeferredResult<String> result = new DeferredResult<>(50L);
            result.onTimeout(() -> result.setResult(CountingBridge.seen()));
            return result;
        }

        @GetMapping("/start")
        void start(HttpServletRequest request) {
            CountingBridge.LOCAL.set("u");
            AsyncContext context = request.startAsync();
            context.addListener(new Completion());
            context.start(() -> {
                try {
                    context.getResponse().getWriter().write(CountingBridge.seen());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    context.complete();
                }
            });
        }
    }

    static class Completion implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            SEEN.add("complete: " + CountingBridge.seen());
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
