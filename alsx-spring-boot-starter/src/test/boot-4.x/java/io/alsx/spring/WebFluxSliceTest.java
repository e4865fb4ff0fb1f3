// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A slice of the reactive stack has the store, too. */
@WebFluxTest(properties = "spring.main.web-application-type=reactive")
class WebFluxSliceTest {

    @Autowired
    private WebTestClient client;

    @Test
    @Surface(value = "Tests: `@WebFluxTest`", virtual = false)
    void hasTheStore() {
        client.get()
                .uri("/id")
                .header("X-Request-Id", "slice")
                .exchange()
                .expectBody(String.class)
                .isEqualTo("slice");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @RestController
    static class Application {

        @Autowired
        private AsyncLocalStorage<RequestStore> storage;

        @GetMapping("/id")
        String id() {
            return storage.requireStore().requestId();
        }
    }
}
