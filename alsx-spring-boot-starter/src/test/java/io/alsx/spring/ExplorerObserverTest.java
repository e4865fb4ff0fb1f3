// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.Scope;
import io.alsx.spring.insight.Timeline;
import io.alsx.spring.insight.TimelineEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What another observer does, that is told of a request before its resource is made, changes nothing in the explorer. */
class ExplorerObserverTest {

    private static final String ON = "alsx.explorer.enabled=true";

    @Test
    void aScopeThatItOpensLeavesTheRequestItsId() {
        try (RunningApplication application = RunningApplication.withWebServer(Observed.class, ON)) {
            application.body("/carried", "X-Request-Id", "abc");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(events(application, TimelineEvent.Ended.class))
                            .hasSizeGreaterThan(1)
                            .allSatisfy(run -> assertThat(run.request()).isEqualTo("abc")));
            assertThat(events(application, TimelineEvent.Made.class))
                    .filteredOn(TimelineEvent.Made::isEntry)
                    .extracting(TimelineEvent.Made::type, TimelineEvent.Made::request)
                    .containsExactly(tuple("GET /carried", "abc"));
        }
    }

    @Test
    void theExplorerStaysLeftOut() {
        try (RunningApplication application = RunningApplication.withWebServer(Observed.class, ON)) {
            application.body("/explorer/data.json", "X-Request-Id", "look");

            assertThat(application.body("/explorer/data.json")).contains("\"events\":[]");
        }
    }

    @Test
    void aRequestThatItRefusesIsNotWhatTheThreadDoesNext() {
        try (RunningApplication application = RunningApplication.withWebServer(Observed.class, ON)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> application.bean(Refused.class).call());
            new AsyncResource("Next").emitDestroy();

            assertThat(events(application, TimelineEvent.Made.class))
                    .extracting(TimelineEvent.Made::type, TimelineEvent.Made::isEntry, TimelineEvent.Made::request)
                    .containsExactly(tuple("Next", false, null));
        }
    }

    private static <E extends TimelineEvent> List<E> events(RunningApplication application, Class<E> type) {
        return application.bean(Timeline.class).events().events().stream()
                .flatMap(event -> type.isInstance(event) ? Stream.of(type.cast(event)) : Stream.empty())
                .toList();
    }

    @SpringBootConfiguration
    @Import({ExplorerApplication.class, Refused.class})
    static class Observed {

        private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

        @Bean
        EntryObserver scoping() {
            return (request, store) -> {
                if (request.path().startsWith("Refused")) {
                    throw new IllegalStateException("injected");
                }
                try (Scope scope = TENANT.withScope("acme")) {
                    store.put("tenant", TENANT.requireStore());
                }
            };
        }
    }

    static class Refused {

        @RunInStore
        public void call() {}
    }
}
