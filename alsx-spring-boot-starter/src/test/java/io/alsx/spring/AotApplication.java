// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.util.concurrent.CompletableFuture;
import org.springframework.aot.AotDetector;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** To be processed ahead of time, and then run in a virtual machine of its own, on either stack. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import({AotApplication.Work.class, AotApplication.Endpoint.class})
class AotApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(AotApplication.class, arguments);
    }

    @Bean
    static ApplicationRunner tellsWhereItListens(Environment environment) {
        return arguments -> System.out.println((AotDetector.useGeneratedArtifacts() ? "processed" : "plain")
                + " application on port " + environment.getProperty("local.server.port"));
    }

    static class Work {

        private final AsyncLocalStorage<RequestStore> storage;

        Work(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Async
        public CompletableFuture<String> seen() {
            RequestStore store = storage.getStore();
            return CompletableFuture.completedFuture((store == null ? "none" : store.requestId()) + " on "
                    + Thread.currentThread().getName());
        }
    }

    @RestController
    static class Endpoint {

        private final Work work;

        Endpoint(Work work) {
            this.work = work;
        }

        @GetMapping("/seen")
        CompletableFuture<String> seen() {
            return work.seen();
        }
    }
}
