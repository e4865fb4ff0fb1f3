// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What crosses to and from a reactive application, in which nothing restores the context on other threads. */
@Tag("webflux")
class WireReactiveTest {

    private static RunningApplication near;

    private static RunningApplication far;

    private static RunningApplication behind;

    @BeforeAll
    static void start() {
        near = start("alsx.wire.send-to=localhost");
        far = start("alsx.wire.accept-from=127.0.0.0/8");
        behind = start("alsx.wire.accept-from=127.0.0.0/8", "server.forward-headers-strategy=framework");
    }

    @AfterAll
    static void stop() {
        near.close();
        far.close();
        behind.close();
    }

    @Test
    @Surface(value = "Other processes: calls of `WebClient` to and from WebFlux", virtual = false)
    void crossesFromWhateverThreadSubscribes() {
        String answer = near.body("/call?to=" + far.port() + "&user=ann", "X-Request-Id", "abc");
        assertThat(answer.split(";")).hasSize(20).containsOnly("abc ann");
    }

    @Test
    void keepsRequestsApart() {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(near.body("/call?to=" + far.port() + "&user=u" + i, "X-Request-Id", "r" + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(answers.get(i).split(";")).containsOnly("r" + i + " u" + i);
        }
    }

    @Test
    void isNotTakenFromAProxyThatIsTrustedItself() {
        assertThat(far.body("/seen", "X-Request-Id", "abc", "baggage", "user=ann"))
                .isEqualTo("abc ann");
        assertThat(far.body("/seen", "X-Request-Id", "abc", "baggage", "user=ann", "X-Forwarded-For", "203.0.113.7"))
                .isEqualTo("abc null");
        assertThat(near.body("/seen", "X-Request-Id", "abc", "baggage", "user=ann"))
                .isEqualTo("abc null");
    }

    /** Spring takes the mark away before any filter is called. */
    @Test
    void isNotTakenFromAProxyWhoseMarkIsTakenAway() {
        String[] headers = {"X-Request-Id", "abc", "baggage", "user=ann", "X-Forwarded-Host", "shop.example"};
        assertThat(behind.body("/seen", Arrays.copyOf(headers, 4))).isEqualTo("abc ann");
        assertThat(behind.body("/seen", headers)).isEqualTo("abc null");
    }

    private static RunningApplication start(String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 2);
        all[properties.length] = "alsx.wire.fields[0].name=user";
        all[properties.length + 1] = "alsx.wire.fields[0].baggage=user";
        return RunningApplication.withReactiveWebServer(Application.class, all);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Desk.class)
    static class Application {}

    @RestController
    static class Desk {

        private final AsyncLocalStorage<RequestStore> storage;

        private final WebClient client;

        Desk(AsyncLocalStorage<RequestStore> storage, WebClient.Builder builder) {
            this.storage = storage;
            this.client = builder.build();
        }

        @GetMapping("/seen")
        Mono<String> seen() {
            RequestStore store = storage.requireStore();
            return Mono.just(store.requestId() + " " + store.get("user", String.class));
        }

        /** Half of the calls are subscribed to on threads of timers. */
        @GetMapping("/call")
        Mono<String> call(@RequestParam int to, @RequestParam String user) {
            storage.requireStore().put("user", user);
            return Flux.range(0, 20)
                    .flatMap(i -> Mono.just(i)
                            .delayElement(Duration.ofMillis(i % 2))
                            .flatMap(later -> client.get()
                                    .uri("http://localhost:" + to + "/seen")
                                    .retrieve()
                                    .bodyToMono(String.class)))
                    .collectList()
                    .map(answers -> String.join(";", answers));
        }
    }
}
