// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.test.InStore;
import io.alsx.spring.test.StrictContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** What docs/recipes/testing.md shows, at work. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@StrictContext
class TestingRecipeTest {

    @Autowired
    private Confirmations confirmations;

    @Test
    @InStore(requestId = "abc")
    void confirmsForTheRequest() {
        assertThat(confirmations.confirm("42").join()).isEqualTo("42 confirmed for abc");
    }

    @Test
    @InStore(requestId = "abc")
    @InStore(storage = "tenants", store = Acme.class)
    void confirmsForTheTenant() {
        assertThat(confirmations.tenant().join()).isEqualTo("acme");
    }

    static class Acme implements Supplier<String> {

        @Override
        public String get() {
            return "acme";
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Confirmations.class)
    static class Application {

        @Bean
        AsyncLocalStorage<String> tenants() {
            return AsyncLocalStorage.named("tenants");
        }
    }

    static class Confirmations {

        private final AsyncLocalStorage<RequestStore> requestStorage;

        private final AsyncLocalStorage<String> tenants;

        Confirmations(AsyncLocalStorage<RequestStore> requestStorage, AsyncLocalStorage<String> tenants) {
            this.requestStorage = requestStorage;
            this.tenants = tenants;
        }

        @Async
        public CompletableFuture<String> confirm(String order) {
            return CompletableFuture.completedFuture(
                    order + " confirmed for " + requestStorage.requireStore().requestId());
        }

        @Async
        public CompletableFuture<String> tenant() {
            return CompletableFuture.completedFuture(tenants.requireStore());
        }
    }
}
