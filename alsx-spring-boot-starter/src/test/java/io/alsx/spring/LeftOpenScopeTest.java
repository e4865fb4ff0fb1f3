// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.MisusedScope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A scope that the code of a request leaves open is told of once, when the request is over, whoever still holds it. */
class LeftOpenScopeTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isFoundAtTheEndOfTheRequest(boolean servlet) throws Exception {
        try (RunningApplication application = servlet
                ? RunningApplication.withWebServer(Application.class, "alsx.diagnostics.leaks=log")
                : RunningApplication.withReactiveWebServer(Application.class, "alsx.diagnostics.leaks=log")) {
            assertThat(application.body("/open")).isEqualTo("acme");
            assertIsToldOnce(application);
        }
    }

    @Test
    void isFoundAtTheEndOfACall() throws Exception {
        try (RunningApplication application =
                RunningApplication.withoutWebServer(Application.class, "alsx.diagnostics.leaks=log")) {
            application.bean(Opening.class).call();
            assertIsToldOnce(application);
        }
    }

    private static void assertIsToldOnce(RunningApplication application) throws Exception {
        ContextObserver observer = application.bean(ContextObserver.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> observer.misusedScopes().total() > 0);
        List<MisusedScope> found = List.copyOf(observer.misusedScopes().recent());
        assertThat(found).singleElement().satisfies(misused -> {
            assertThat(misused.how()).isEqualTo(MisusedScope.How.NEVER_CLOSED);
            assertThat(misused.toString()).contains("LeftOpenScopeTest$Opening.open");
        });

        Scope open = application.bean(Opening.class).opened();
        assertThat(open).isNotNull();
        open.close();
        assertThat(observer.misusedScopes().total()).isOne();
    }

    @RestController
    static class Opening {

        private final BlockingQueue<Scope> open = new LinkedBlockingQueue<>();

        @GetMapping("/open")
        public String open() {
            open.add(TENANT.withScope("acme"));
            return TENANT.requireStore();
        }

        @RunInStore
        public void call() {
            open();
        }

        @Nullable
        public Scope opened() throws InterruptedException {
            return open.poll(20, TimeUnit.SECONDS);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Opening.class)
    static class Application {}
}
