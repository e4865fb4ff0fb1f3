// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.spring.insight.ContextMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.Reference;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What an application tells of its contexts: at its actuator endpoint, as metrics, and to the flight recorder. */
class AsyncContextEndpointTest {

    private static final String ENDPOINT = "/actuator/asynccontext";

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = RunningApplication.withWebServer(
                ExplorerApplication.class,
                "alsx.diagnostics.lost-context=log",
                "alsx.diagnostics.leaks=log",
                "management.endpoints.web.exposure.include=asynccontext");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void tellsWhichExecutorsCarryTheContextAndWhy() {
        Map<String, Object> executors = map(report(application), "executors");
        assertThat(map(executors, "applicationTaskExecutor"))
                .containsEntry("state", "CARRIES")
                .containsEntry("type", ThreadPoolTaskExecutor.class.getName())
                .hasEntrySatisfying(
                        "usedBy", users -> assertThat(users.toString()).contains("ExplorerApplication$Controller"));
        assertThat(map(executors, "plainPool"))
                .containsEntry("state", "ASYNC_METHODS_ONLY")
                .containsEntry("meaning", "carries the context to @Async methods only, as it takes no task decorator");
    }

    @Test
    void tellsStoragesAndWhatIsAtWork() {
        Map<String, Object> report = report(application);
        assertThat(map(report, "storages")).containsEntry("requestStorage", "request");
        assertThat(report.get("features").toString()).contains("a store for each request", "lost contexts (LOG)");
        assertThat(report).containsEntry("observing", true);
    }

    @Test
    void showsTheTreeOfResourcesWithTheRequestThatAsks() {
        assertThat(report(application).get("resources").toString()).contains("GET " + ENDPOINT);
    }

    /** As a callback makes that registers itself again and again: deeper than what writes JSON would go. */
    @Test
    void showsAChainOfResourcesHoweverLongItIs() {
        List<AsyncResource> chain = new ArrayList<>(List.of(new AsyncResource("Link")));
        while (chain.size() < 1100) {
            AsyncResource last = chain.get(chain.size() - 1);
            chain.add(last.runInAsyncScope(() -> new AsyncResource("Link")));
        }
        HttpResponse<String> response = application.get(ENDPOINT);
        chain.forEach(AsyncResource::emitDestroy);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonParserFactory.getJsonParser().parseMap(response.body());
        assertThat(response.body().split("\"type\":\"Link\"", -1)).hasSize(1101);
    }

    /** Also where somebody keeps what would otherwise be forgotten when it is collected. */
    @Test
    void forgetsRequestsThatAreOver() {
        List<AsyncResource> kept = new CopyOnWriteArrayList<>();
        AsyncHook keeping = AsyncHooks.createHook(new AsyncHooks.Callbacks() {

                    @Override
                    public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                        kept.add(resource);
                    }
                })
                .enable();
        try {
            application.body("/carried");
        } finally {
            keeping.disable();
        }
        assertThat(kept).isNotEmpty();
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> !report(application).get("resources").toString().contains("GET /carried"));
        Reference.reachabilityFence(kept);
    }

    @Test
    void tellsNothingOfStoresUnlessAllowed() {
        assertThat(application.body(ENDPOINT, "X-Request-Id", "secret-id")).doesNotContain("secret-id");
        assertThat(map(report(application), "stores")).isEmpty();
    }

    @Test
    void tellsWhatIsInStoresWhereAllowedButForSecrets() {
        try (RunningApplication telling = RunningApplication.withWebServer(
                Tenants.class,
                "alsx.diagnostics.show-stores=true",
                "management.endpoints.web.exposure.include=asynccontext")) {
            String report = telling.body(ENDPOINT, "X-Request-Id", "abc");
            assertThat(report)
                    .contains("\"requestId\":\"abc\"", "\"cart\":\"3 books\"", "\"tenant\":\"acme\"")
                    .contains("\"password\":\"******\"", "\"note\":\"x", "…")
                    .contains("\"bearer\":\"******\"", "\"url\":\"******\"")
                    .doesNotContain("hunter2", "xxx".repeat(70), "sss");
        }
    }

    @Test
    void listsLossesAndCountsThem() {
        long before = count("lost");
        application.body("/dropped", "X-Request-Id", "secret-id");
        await().atMost(20, TimeUnit.SECONDS).until(() -> count("lost") > before);

        String lost = report(application).get("lost").toString();
        assertThat(lost)
                .contains("storage=request", "executor 'plainPool'", "NOT_WRAPPED")
                .doesNotContain("secret-id");
        assertThat(map(report(application), "lostAt")).anySatisfy((place, times) -> {
            assertThat(place).contains("StoreReader.get", "executor 'plainPool'");
            assertThat(((Number) times).longValue()).isEqualTo(count("lost"));
        });
        MeterRegistry metrics = new SimpleMeterRegistry(); // binders that are beans are bound by Spring Boot
        application.bean(ContextMetrics.class).bindTo(metrics);
        assertThat(metrics.get("alsx.lost").functionCounter().count()).isGreaterThanOrEqualTo(before + 1);
        assertThat(metrics.get("alsx.captures").functionCounter().count()).isPositive();
        assertThat(metrics.get("alsx.restores").functionCounter().count()).isPositive();
        assertThat(metrics.get("alsx.misused").functionCounter().count()).isZero();
        assertThat(metrics.get("alsx.resources").gauge().value()).isNotNegative();
    }

    @Test
    void tellsTheFlightRecorder(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.alsx.LostContext");
            recording.enable("io.alsx.Resource");
            recording.start();
            application.body("/dropped");
            application.body("/carried");
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.alsx.LostContext"))
                .first()
                .satisfies(event -> {
                    assertThat(event.getString("executor")).isEqualTo("executor 'plainPool'");
                    assertThat(event.getString("storage")).isEqualTo("request");
                    assertThat(event.getString("cause")).isEqualTo("NOT_WRAPPED");
                });
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.alsx.Resource"))
                .extracting(event -> event.getString("type"))
                .contains("ExecutorTask", "GET /carried");
    }

    @Test
    void failsTheCodeThatLostItsContextWhereToldTo() {
        try (RunningApplication failing = RunningApplication.withWebServer(
                ExplorerApplication.class,
                "alsx.diagnostics.lost-context=fail",
                "server.error.include-message=always")) {
            assertThat(failing.get("/dropped").statusCode()).isEqualTo(500);
            assertThat(failing.get("/carried").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void observesNothingUnlessToldTo() {
        try (RunningApplication off = RunningApplication.withWebServer(
                ExplorerApplication.class, "management.endpoints.web.exposure.include=asynccontext")) {
            off.body("/dropped");
            Map<String, Object> report = report(off);
            assertThat(report).containsEntry("observing", false);
            assertThat(map(report, "executors")).containsKey("plainPool");
            assertThat((List<?>) report.get("lost")).isEmpty();
            assertThat((List<?>) report.get("resources")).isEmpty();
        }
    }

    @Test
    void isNotExposedByDefault() {
        try (RunningApplication closed = RunningApplication.withWebServer(ExplorerApplication.class)) {
            assertThat(closed.get(ENDPOINT).statusCode()).isEqualTo(404);
        }
    }

    private static long count(String counter) {
        return ((Number) map(report(application), "counters").get(counter)).longValue();
    }

    private static Map<String, Object> report(RunningApplication application) {
        return JsonParserFactory.getJsonParser().parseMap(application.body(ENDPOINT));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> report, String name) {
        return (Map<String, Object>) report.get(name);
    }

    @Import(ExplorerApplication.class)
    static class Tenants {

        @Bean
        AsyncLocalStorage<String> tenant() {
            return AsyncLocalStorage.named("tenant");
        }

        @Bean
        RequestBinding<String> binding(@Qualifier("tenant") AsyncLocalStorage<String> tenant) {
            return new RequestBinding<>(tenant, request -> "acme");
        }

        @Bean
        EntryObserver filling() {
            return (request, store) -> {
                store.put("cart", "3 books");
                store.put("password", "hunter2");
                store.put("note", "x".repeat(1000));
                store.put("bearer", "e30." + "s".repeat(300) + ".cw");
                store.put("url", "amqp://shop:" + "s".repeat(300) + "@broker");
            };
        }

        /** By the whole of a value, as all three parts of a token. */
        @Bean
        SanitizingFunction tokens() {
            return data ->
                    String.valueOf(data.getValue()).matches("\\w+\\.\\w+\\.\\w+") ? data.withSanitizedValue() : data;
        }
    }
}
