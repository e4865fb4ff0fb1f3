// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.docs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import io.alsx.ContextFutures;
import io.alsx.spring.RequestStore;
import io.alsx.spring.insight.ContextMetrics;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.LostContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What {@code docs/recipes/lost-context.md} shows: stores that are lost, what tells of it, and what mends it. */
@ExtendWith(OutputCaptureExtension.class)
class LostContextRecipeTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() {
        application = start(
                "--alsx.diagnostics.lost-context=log",
                "--alsx.explorer.enabled=true",
                "--logging.level.io.alsx.spring.insight.StartupReport=debug",
                "--management.endpoints.web.exposure.include=asynccontext");
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "pool", "library"})
    void isLostBeforeAndThereAfter(String loss) throws Exception {
        assertThat(get("/" + loss + "/before")).isEqualTo("no price");
        assertThat(lost()).hasSize(1);
        assertThat(get("/" + loss + "/after")).isEqualTo("price for abc");
        assertThat(lost()).hasSize(1);
    }

    @Test
    void thePageQuotesWhatTheLogSays(CapturedOutput output) throws Exception {
        for (String loss : List.of("future", "pool", "library")) {
            get("/" + loss + "/before");
            get("/" + loss + "/before");
        }
        assertThat(lost()).hasSize(6);
        String log = RecipePage.comparable(output.getAll());
        String page = RecipePage.of("lost-context.md").text();
        for (LostContext each : lost()) {
            String line = RecipePage.comparable("alsx: " + each);
            assertThat(log).containsOnlyOnce(line);
            assertThat(page).contains(line);
        }
    }

    @Test
    void failsWhereItIsLost() throws Exception {
        try (ConfigurableApplicationContext failing = start("--alsx.diagnostics.lost-context=fail")) {
            assertThat(get(failing, "/pool/before")).contains("\"status\":500");
            assertThat(get(failing, "/pool/after")).isEqualTo("price for abc");
        }
    }

    @Test
    void theEndpointTellsWhereAndWhichExecutorsCarry() throws Exception {
        get("/pool/before");
        Map<String, Object> report = JsonParserFactory.getJsonParser().parseMap(get("/actuator/asynccontext"));
        assertThat(report.get("lost").toString()).contains("executor 'reports'", "NOT_WRAPPED");
        assertThat(report.get("lostAt").toString()).contains("Prices.price", " on executor 'reports'=");
        assertThat(report.get("executors").toString())
                .contains("applicationTaskExecutor={type=", "state=CARRIES")
                .contains("reports={type=", "state=ASYNC_METHODS_ONLY");
        assertThat(get("/explorer/")).contains("<title>alsx explorer");
    }

    @Test
    void theLogTellsOfEachExecutorAtStartUp(CapturedOutput output) {
        assertThat(output.getAll())
                .contains("Executor 'applicationTaskExecutor' carries the context: ")
                .contains("Executor 'reports' carries the context to @Async methods only");
    }

    @Test
    void metricsCount() throws Exception {
        get("/pool/before");
        MeterRegistry registry = new SimpleMeterRegistry();
        application.getBean(ContextMetrics.class).bindTo(registry);
        assertThat(registry.get("alsx.lost").functionCounter().count()).isPositive();
    }

    @Test
    void theFlightRecorderHasTheStack(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            get("/pool/before");
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.alsx.LostContext"))
                .filteredOn(event -> event.getString("executor").equals("executor 'reports'"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("cause")).isEqualTo("NOT_WRAPPED");
                    assertThat(event.getStackTrace().getFrames().toString()).contains("Prices");
                    if (Runtime.version().feature() > 17) { // that loses a long text that another recording had
                        assertThat(event.getString("remedy")).contains("ContextExecutors.propagating(executor)");
                    }
                });
    }

    private List<LostContext> lost() {
        return application.getBean(ContextObserver.class).lostContexts().recent().stream()
                .filter(lost -> lost.site().contains("LostContextRecipeTest"))
                .toList();
    }

    private String get(String path) throws Exception {
        return get(application, path);
    }

    private static String get(ConfigurableApplicationContext application, String path) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("X-Request-Id", "abc")
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .run(Stream.concat(Stream.of("--server.port=0", "--spring.main.banner-mode=off"), Stream.of(properties))
                        .toArray(String[]::new));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Futures.class, Pools.class, Libraries.class, Prices.class})
    static class Application {

        @Bean(defaultCandidate = false, destroyMethod = "shutdown")
        ExecutorService reports() {
            return Executors.newFixedThreadPool(2);
        }

        @Bean(defaultCandidate = false, destroyMethod = "shutdown")
        ExecutorService carryingReports() {
            return ContextExecutors.propagating(Executors.newFixedThreadPool(2));
        }

        @Bean(destroyMethod = "close")
        Feed feed() {
            return new Feed();
        }
    }

    static class Prices {

        private final AsyncLocalStorage<RequestStore> requests;

        Prices(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        String price() {
            RequestStore store = requests.getStore();
            return store == null ? "no price" : "price for " + store.requestId();
        }
    }

    @RestController
    static class Futures {

        private final Prices prices;

        Futures(Prices prices) {
            this.prices = prices;
        }

        @GetMapping("/future/before")
        String before() {
            return CompletableFuture.supplyAsync(prices::price).join();
        }

        @GetMapping("/future/after")
        String after() {
            return ContextFutures.supplyAsync(prices::price).join();
        }
    }

    @RestController
    static class Pools {

        private final Prices prices;

        private final ExecutorService reports;

        private final ExecutorService carryingReports;

        Pools(
                Prices prices,
                @Qualifier("reports") ExecutorService reports,
                @Qualifier("carryingReports") ExecutorService carryingReports) {
            this.prices = prices;
            this.reports = reports;
            this.carryingReports = carryingReports;
        }

        @GetMapping("/pool/before")
        String before() throws Exception {
            return reports.submit(prices::price).get();
        }

        @GetMapping("/pool/after")
        String after() throws Exception {
            return carryingReports.submit(prices::price).get();
        }
    }

    @RestController
    static class Libraries {

        private final Prices prices;

        private final Feed feed;

        Libraries(Prices prices, Feed feed) {
            this.prices = prices;
            this.feed = feed;
        }

        @GetMapping("/library/before")
        String before() {
            CompletableFuture<String> price = new CompletableFuture<>();
            feed.ask(() -> price.complete(prices.price()));
            return price.orTimeout(20, SECONDS).join();
        }

        @GetMapping("/library/after")
        String after() {
            CompletableFuture<String> price = new CompletableFuture<>();
            feed.ask(AsyncLocalStorage.bind(FeedListener.class, () -> price.complete(prices.price())));
            return price.orTimeout(20, SECONDS).join();
        }
    }

    /** A library's, which has a pool inside and has never heard of contexts. */
    static class Feed {

        private final ExecutorService pool = Executors.newFixedThreadPool(1, task -> new Thread(task, "feed"));

        void ask(FeedListener listener) {
            pool.execute(listener::changed);
        }

        void close() {
            pool.shutdown();
        }
    }

    @FunctionalInterface
    interface FeedListener {

        void changed();
    }
}
