// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Observers are told of whatever comes in, in its context, before any other code of it. */
class EntryObserverTest {

    @Test
    void areToldOfServletRequests() {
        try (RunningApplication application = RunningApplication.withWebServer(Application.class)) {
            assertThat(application.body("/hello", "X-Request-Id", "abc")).isEqualTo("abc noted");

            assertThat(application.bean(Noting.class).noted).containsExactly("GET /hello abc abc");
        }
    }

    @Test
    void areToldOfReactiveRequests() {
        try (RunningApplication application = RunningApplication.withReactiveWebServer(Application.class)) {
            assertThat(application.body("/hello", "X-Request-Id", "abc")).isEqualTo("abc noted");

            assertThat(application.bean(Noting.class).noted).containsExactly("GET /hello abc abc");
        }
    }

    @Test
    void areToldOfCallsOfEntryPoints() {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            String seen = application.bean(Job.class).run();

            assertThat(seen).endsWith(" noted");
            String id = seen.substring(0, seen.indexOf(' '));
            assertThat(application.bean(Noting.class).noted).containsExactly("CALL Job.run " + id + " " + id);
        }
    }

    /** Notes the request, the store that it is told of, and the one that it finds. */
    static final class Noting implements EntryObserver {

        private final List<String> noted = new CopyOnWriteArrayList<>();

        private final AsyncLocalStorage<RequestStore> storage;

        Noting(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Override
        public void entered(RequestInfo request, RequestStore store) {
            noted.add(request.method() + " " + request.path() + " " + store.requestId() + " "
                    + storage.requireStore().requestId());
            store.put("note", "noted");
        }
    }

    /** One that is off. */
    private static final class Deaf implements EntryObserver {

        @Override
        public void entered(RequestInfo request, RequestStore store) {
            throw new AssertionError("told");
        }

        @Override
        public boolean isOn() {
            return false;
        }
    }

    static class Job {

        private final AsyncLocalStorage<RequestStore> storage;

        Job(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @RunInStore
        public String run() {
            RequestStore store = storage.requireStore();
            return store.requestId() + " " + store.get("note", String.class);
        }
    }

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/hello")
        String hello() {
            RequestStore store = storage.requireStore();
            return store.requestId() + " " + store.get("note", String.class);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Job.class, Controller.class})
    static class Application {

        @Bean
        Noting noting(AsyncLocalStorage<RequestStore> storage) {
            return new Noting(storage);
        }

        @Bean
        EntryObserver deaf() {
            return new Deaf();
        }
    }
}
