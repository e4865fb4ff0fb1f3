// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.wire.WireLosses;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A store, or a value in it, whose {@code toString} fails or never ends, takes nothing else along. */
class HostileStoreTest {

    @Test
    void diagnosticsTellTheRest() {
        try (RunningApplication application = start()) {
            assertThat(application.body("/actuator/asynccontext"))
                    .contains("\"kind\":\"good\"")
                    .contains("(its toString fails: java.lang.IllegalStateException)")
                    .contains("(its toString fails: java.lang.StackOverflowError)");
        }
    }

    @Test
    void callsGoOut() {
        try (RunningApplication application = start()) {
            assertThat(application.body("/sent", "X-Request-Id", "abc")).isEqualTo("{X-Request-Id=abc}");
            assertThat(application.bean(WireLosses.class).count(WireLosses.Reason.FAILED))
                    .isPositive();
        }
    }

    @Test
    void theEndOfARequestIsTold() {
        try (RunningApplication application = start()) {
            assertThat(application.body("/plain")).isEqualTo("answered");
            assertThat(application.body("/plain")).isEqualTo("answered");
        }
    }

    private static RunningApplication start() {
        return RunningApplication.withWebServer(
                Application.class,
                "alsx.diagnostics.show-stores=true",
                "alsx.wire.send-to=*",
                "alsx.wire.fields[0].name=failing",
                "alsx.wire.fields[0].header=X-Failing",
                "alsx.wire.fields[1].name=endless",
                "alsx.wire.fields[1].baggage=endless",
                "management.endpoints.web.exposure.include=asynccontext");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Desk.class)
    static class Application {

        @Bean
        RequestStoreFactory stores() {
            return Hostile::new;
        }

        @Bean
        EntryObserver failingAtTheEnd() {
            return new EntryObserver() {

                @Override
                public void entered(RequestInfo request, RequestStore store) {}

                @Override
                public void ended(RequestInfo request, RequestStore store) {
                    throw new IllegalStateException("injected");
                }
            };
        }
    }

    private static final class Hostile extends RequestStore {

        Hostile(RequestInfo request) {
            super(request);
            put("kind", "good");
            put("failing", new Failing());
            put("endless", new Endless());
        }

        @Override
        public String toString() {
            throw new IllegalStateException("injected");
        }
    }

    private static final class Failing {

        @Override
        public String toString() {
            throw new IllegalStateException("injected");
        }
    }

    private static final class Endless {

        @Override
        @SuppressWarnings("InfiniteRecursion")
        public String toString() {
            return "(" + this + ")";
        }
    }

    @RestController
    static class Desk {

        private final AsyncLocalStorage<RequestStore> storage;

        private final Wire wire;

        Desk(AsyncLocalStorage<RequestStore> storage, Wire wire) {
            this.storage = storage;
            this.wire = wire;
        }

        @GetMapping("/plain")
        String plain() {
            storage.requireStore();
            return "answered";
        }

        @GetMapping("/sent")
        String sent() {
            return wire.headersFor("anywhere").toString();
        }
    }
}
