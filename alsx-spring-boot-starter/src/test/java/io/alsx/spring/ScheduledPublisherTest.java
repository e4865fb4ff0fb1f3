// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A scheduled method that returns a publisher is called once, and what it returns is subscribed to for each run. */
class ScheduledPublisherTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesEachRunAStore(boolean automatic) throws Exception {
        try (var application = RunningApplication.withoutWebServer(
                Application.class, "alsx.scheduling.store=true", "alsx.reactor.automatic=" + automatic)) {
            Runs runs = application.bean(Runs.class);
            for (String kind : new String[] {"mono", "flux"}) {
                Set<String> stores = new HashSet<>();
                for (int i = 0; i < 3; i++) {
                    stores.add(runs.next(kind));
                }
                assertThat(stores).hasSize(3).allMatch(store -> store.startsWith("SCHEDULED Runs." + kind + " "));
            }
        }
    }

    static class Runs {

        private final Map<String, BlockingQueue<String>> seen =
                Map.of("mono", new LinkedBlockingQueue<>(), "flux", new LinkedBlockingQueue<>());

        private final AsyncLocalStorage<RequestStore> storage;

        Runs(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Scheduled(fixedRate = 20)
        public Mono<String> mono() {
            return Mono.fromCallable(() -> run("mono"));
        }

        @Scheduled(fixedDelay = 20)
        public Flux<String> flux() {
            return Flux.just("flux").doOnNext(this::run);
        }

        private String run(String kind) {
            seen.get(kind).add("" + storage.getStore());
            return kind;
        }

        public String next(String kind) throws InterruptedException {
            return String.valueOf(seen.get(kind).poll(20, TimeUnit.SECONDS));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableScheduling
    @Import(Runs.class)
    static class Application {}
}
