// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** To be started from one class loader after another; its stores are of classes of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import({RestartApplication.Work.class, RestartApplication.Endpoint.class})
public class RestartApplication implements Supplier<ConfigurableApplicationContext> {

    record User(String name) {}

    private static final AsyncLocalStorage<User> USER = AsyncLocalStorage.named("user");

    @Override
    public ConfigurableApplicationContext get() {
        return new SpringApplicationBuilder(RestartApplication.class)
                .web(WebApplicationType.SERVLET)
                .registerShutdownHook(false)
                .run(
                        "--server.port=0",
                        "--server.shutdown=immediate",
                        "--spring.main.banner-mode=off",
                        "--alsx.reactor.automatic=true",
                        "--alsx.bridge.micrometer=true");
    }

    static class Work {

        private final AsyncLocalStorage<RequestStore> storage;

        Work(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Async
        public CompletableFuture<String> seen() {
            String id = storage.requireStore().requestId();
            return CompletableFuture.completedFuture(id + " of " + USER.requireStore());
        }

        @WithAsyncResource
        @Scheduled(fixedRate = 10)
        public void tick() {
            USER.enterWith(new User("tick"));
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
            return USER.run(new User("Ada"), work::seen);
        }
    }
}
