// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.explored.StoreReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Requests that give work to an executor which carries the context, and to one which does not. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(ExplorerApplication.Controller.class)
class ExplorerApplication {

    @Bean(defaultCandidate = false, destroyMethod = "shutdown")
    ExecutorService plainPool() {
        return Executors.newWorkStealingPool(1);
    }

    /** Takes its ids as they are, whatever is in them. */
    @Bean
    RequestStoreFactory storeFactory() {
        return request -> {
            String id = request.header("X-Hostile-Id");
            return id == null ? new RequestStore(request) : new RequestStore(id, request.method(), request.path());
        };
    }

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        private final AsyncTaskExecutor applicationTaskExecutor;

        private final ExecutorService plainPool;

        Controller(
                AsyncLocalStorage<RequestStore> storage,
                AsyncTaskExecutor applicationTaskExecutor,
                @Qualifier("plainPool") ExecutorService plainPool) {
            this.storage = storage;
            this.applicationTaskExecutor = applicationTaskExecutor;
            this.plainPool = plainPool;
        }

        @GetMapping("/carried")
        String carried() {
            return CompletableFuture.supplyAsync(new StoreReader(storage), applicationTaskExecutor)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }

        @GetMapping("/dropped")
        String dropped() {
            return CompletableFuture.supplyAsync(new StoreReader(storage), plainPool)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
    }
}
