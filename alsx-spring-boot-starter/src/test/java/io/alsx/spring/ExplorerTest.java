// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** What the explorer serves, on a real server. */
class ExplorerTest {

    private static final String[] ON = {"alsx.explorer.enabled=true", "alsx.diagnostics.lost-context=log"};

    @Test
    void followsARequestFromItsThreadToThatOfItsTask() {
        try (RunningApplication application = start(ON)) {
            application.body("/carried", "X-Request-Id", "abc");

            List<Map<String, Object>> events = dataOf(application, "abc");
            assertThat(events)
                    .filteredOn("kind", "made")
                    .hasSize(2)
                    .first()
                    .satisfies(root -> assertThat(root)
                            .containsEntry("type", "GET /carried")
                            .containsEntry("entry", true));
            assertThat(events)
                    .filteredOn("kind", "made")
                    .last()
                    .satisfies(task -> assertThat(task)
                            .containsEntry("trigger", events.get(0).get("id"))
                            .containsEntry("entry", false));
            assertThat(events)
                    .filteredOn("kind", "ended")
                    .extracting(event -> event.get("id"))
                    .containsExactlyInAnyOrder(
                            events.get(0).get("id"),
                            first(events, "entry", false).get("id"));
            assertThat(events)
                    .filteredOn("kind", "ended")
                    .extracting(event -> event.get("lane"))
                    .doesNotHaveDuplicates();
            assertThat(events)
                    .filteredOn("kind", "ended")
                    .allSatisfy(event -> assertThat(number(event, "from")).isLessThanOrEqualTo(number(event, "at")));
        }
    }

    /** However a context begins: on servers of both kinds, in calls, and in scheduled runs, which nothing is around. */
    @ParameterizedTest
    @EnumSource(Stack.class)
    void tellsTheEndOfWhateverItToldTheBeginningOf(Stack stack) {
        try (RunningApplication application =
                stack.start(WithJobs.class, "alsx.explorer.enabled=true", "alsx.scheduling.store=true")) {
            for (int i = 0; i < 3; i++) {
                application.body("/carried", "X-Request-Id", "abc");
                application.bean(Jobs.class).call();
            }
            assertThat(dataOf(application, "abc")).filteredOn("kind", "ended").isNotEmpty();
            for (String type : List.of("GET /carried", "CALL Jobs.call", "SCHEDULED Jobs.run")) {
                await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEnds(type, application));
            }
        }
    }

    private static void assertEnds(String type, RunningApplication application) {
        List<Map<String, Object>> events = list(application.body("/explorer/data.json"), "events");
        List<Object> made = events.stream()
                .filter(event -> type.equals(event.get("type")))
                .map(event -> event.get("id"))
                .limit(3)
                .toList();
        assertThat(made).hasSize(3);
        for (Object id : made) {
            assertThat(kinds(events, id, "begun"))
                    .as(() -> type
                            + events.stream()
                                    .filter(event -> id.equals(event.get("id")))
                                    .toList())
                    .isPositive()
                    .isEqualTo(kinds(events, id, "ended"));
        }
    }

    private static long kinds(List<Map<String, Object>> events, Object id, String kind) {
        return events.stream()
                .filter(event -> id.equals(event.get("id")) && kind.equals(event.get("kind")))
                .count();
    }

    @Test
    void tellsWhatWasLostWhereAndOfWhichRequest() {
        try (RunningApplication application = start(ON)) {
            assertThat(application.body("/dropped", "X-Request-Id", "abc")).isEqualTo("null");

            assertThat(dataOf(application, "abc"))
                    .filteredOn("kind", "lost")
                    .singleElement()
                    .satisfies(lost -> assertThat(lost)
                            .containsEntry("storage", "request")
                            .containsEntry("executor", "executor 'plainPool'")
                            .containsEntry("cause", "NOT_WRAPPED")
                            .hasEntrySatisfying(
                                    "thread",
                                    thread -> assertThat((String) thread).startsWith("ForkJoinPool-"))
                            .hasEntrySatisfying(
                                    "site", site -> assertThat((String) site).contains("StoreReader.get"))
                            .hasEntrySatisfying(
                                    "remedy",
                                    remedy -> assertThat((String) remedy).contains("AsyncLocalStorage.bind")));
        }
    }

    @Test
    void writesTracesThatViewersRead() {
        try (RunningApplication application = start(ON)) {
            application.body("/carried", "X-Request-Id", "abc");
            application.body("/dropped", "X-Request-Id", "def");
            dataOf(application, "def");

            List<Map<String, Object>> trace = list(application.body("/explorer/trace.json"), "traceEvents");
            assertThat(trace).allSatisfy(event -> assertThat(event).containsKeys("name", "ph", "pid", "tid"));
            Map<String, Object> task = first(trace, "name", "ExecutorTask");
            assertThat(task).containsEntry("ph", "X");
            assertThat(((Number) task.get("dur")).doubleValue()).isPositive();
            assertThat(args(task)).containsEntry("request", "abc");
            Object lane = task.get("tid");
            assertThat(trace)
                    .filteredOn(event ->
                            event.get("ph").equals("M") && event.get("tid").equals(lane))
                    .singleElement()
                    .satisfies(event ->
                            assertThat((String) args(event).get("name")).startsWith("task-"));
            assertThat(trace)
                    .filteredOn(event -> args(task).get("asyncId").equals(event.get("id")))
                    .extracting(event -> event.get("ph"))
                    .containsExactly("s", "f");
            Map<String, Object> root = first(trace, "name", "GET /carried");
            Map<String, Object> flow = first(trace, "ph", "s");
            assertThat(flow.get("tid")).isEqualTo(root.get("tid"));
            double at = ((Number) flow.get("ts")).doubleValue();
            double from = ((Number) root.get("ts")).doubleValue();
            assertThat(at).isBetween(from, from + ((Number) root.get("dur")).doubleValue());
            assertThat(first(trace, "ph", "i")).containsEntry("name", "lost context");
        }
    }

    @ParameterizedTest
    @EnumSource(Stack.class)
    void streamsWhatHappensAndLetsGoWhenTheApplicationEnds(Stack stack) throws Exception {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        CompletableFuture<Void> stream;
        try (RunningApplication application = stack.start(ON)) {
            HttpResponse<Stream<String>> response = HttpClient.newHttpClient()
                    .send(request(application, "/explorer/events").build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            stream = CompletableFuture.runAsync(() -> response.body()
                    .filter(line -> line.startsWith("data: "))
                    .forEach(line -> messages.add(line.substring(6))));
            application.body("/carried", "X-Request-Id", "abc");

            String seen = "";
            while (!seen.contains("\"kind\":\"ended\"")) {
                String message = messages.poll(20, TimeUnit.SECONDS);
                assertThat(message).isNotNull();
                JsonParserFactory.getJsonParser().parseMap(message);
                seen += message;
            }
            assertThat(seen).contains("GET /carried", "\"request\":\"abc\"");
        }
        assertThat(stream.handle((nothing, end) -> true)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Stack.class)
    void goesOnWhereAStreamBroke(Stack stack) throws Exception {
        try (RunningApplication application = stack.start(ON)) {
            application.body("/carried", "X-Request-Id", "abc");
            dataOf(application, "abc");
            long next = number(map(application.body("/explorer/data.json")), "next");

            assertThat(firstMessage(request(application, "/explorer/events?from=" + (next - 1))))
                    .hasSize(1);
            assertThat(firstMessage(
                            request(application, "/explorer/events").header("Last-Event-ID", String.valueOf(next - 2))))
                    .hasSize(2);
            assertThat(firstMessage(request(application, "/explorer/events?from=999999")))
                    .hasSize((int) next);
        }
    }

    @ParameterizedTest
    @EnumSource(Stack.class)
    void leavesItselfOut(Stack stack) {
        try (RunningApplication application = stack.start(ON)) {
            for (String path : List.of("", "/", "/data.json", "/trace.json", "/data.json", "/none")) {
                application.get("/explorer" + path, "X-Request-Id", "look");
            }

            assertThat(application.body("/explorer/data.json"))
                    .doesNotContain("look")
                    .contains("\"events\":[]");
        }
    }

    @Test
    void isServedBelowTheApplicationsAndSpringMvcsPaths() {
        try (RunningApplication application = start(
                "alsx.explorer.enabled=true",
                "alsx.explorer.path=/debug/travel",
                "server.servlet.context-path=/shop",
                "spring.mvc.servlet.path=/api")) {
            assertThat(application.get("/shop/api/debug/travel/").body()).contains("<title>alsx explorer");
            assertThat(application.body("/shop/api/debug/travel/data.json")).contains("\"events\":[]");
            assertThat(application.get("/shop/api/debug/travel").headers().firstValue("Location"))
                    .contains("travel/");
            assertThat(application.get("/shop/api/explorer/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void isServedBelowTheApplicationsPathOfWebFlux() {
        try (RunningApplication application = Stack.REACTIVE.start(
                "alsx.explorer.enabled=true", "alsx.explorer.path=/debug/travel", "spring.webflux.base-path=/shop")) {
            assertThat(application.get("/shop/debug/travel/").body()).contains("<title>alsx explorer");
            assertThat(application.body("/shop/debug/travel/data.json")).contains("\"events\":[]");
            assertThat(application.get("/shop/debug/travel").headers().firstValue("Location"))
                    .contains("travel/");
        }
    }

    /** Nobody but this machine on its own path; below the actuator's endpoint, whoever that lets in. */
    @ParameterizedTest
    @EnumSource(Stack.class)
    void isServedBelowTheEndpointWhereThatIsExposed(Stack stack) {
        String below = "/manage/asynccontext/explorer";
        String[] proxied = {"X-Forwarded-For", "203.0.113.7"};
        try (RunningApplication application = stack.start(
                "alsx.explorer.enabled=true",
                "management.endpoints.web.base-path=/manage",
                "management.endpoints.web.exposure.include=asynccontext")) {
            assertThat(application.get("/explorer/", proxied).statusCode()).isEqualTo(403);
            assertThat(application.get(below + "/", proxied).body()).contains("<title>alsx explorer");
            assertThat(application.get(below + "/data.json", proxied).body()).contains("\"events\":[]");
            assertThat(application.get(below, proxied).headers().firstValue("Location"))
                    .contains("explorer/");
            assertThat(application.body("/manage/asynccontext")).contains("\"observing\"");
        }
        for (String properties : List.of(
                "alsx.explorer.enabled=true management.endpoints.web.exposure.include=health",
                "alsx.explorer.enabled=true management.endpoints.web.exposure.include=* management.server.port=0"
                        + " spring.main.allow-bean-definition-overriding=true", // two servers are on the class path
                "alsx.explorer.enabled=false management.endpoints.web.exposure.include=*")) {
            try (RunningApplication application =
                    stack.start(("management.endpoints.web.base-path=/manage " + properties).split(" "))) {
                assertThat(application.get(below + "/").statusCode())
                        .as(properties)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void isNotServedUnlessAskedFor() {
        for (String property : List.of("alsx.diagnostics.lost-context=log", "alsx.explorer.enabled=false")) {
            try (RunningApplication application = start(property)) {
                for (String path : List.of("/explorer", "/explorer/", "/explorer/data.json", "/explorer/events")) {
                    assertThat(application.get(path).statusCode()).as(path).isEqualTo(404);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Stack.class)
    void isServedToThisMachineOnly(Stack stack) {
        try (RunningApplication application = stack.start("alsx.explorer.enabled=true")) {
            for (String path : List.of("/explorer", "/explorer/", "/explorer/data.json", "/explorer/trace.json")) {
                assertThat(application.get(path).statusCode()).as(path).isLessThan(400);
                assertThat(application
                                .get(path, "X-Forwarded-For", "203.0.113.7")
                                .statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(application
                            .get("/explorer/events", "Forwarded", "for=203.0.113.7")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(application.post("/explorer/data.json", "", "X-A", "b").statusCode())
                    .isEqualTo(405);
        }
        try (RunningApplication application = stack.start("alsx.explorer.enabled=true", "alsx.explorer.remote=true")) {
            assertThat(application
                            .get("/explorer/", "X-Forwarded-For", "203.0.113.7")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** Also where a filter puts the address in place that a header tells, and hides the header. */
    @ParameterizedTest
    @EnumSource(Stack.class)
    void isNotServedToWhomeverAHeaderTakesForThisMachine(Stack stack) {
        try (RunningApplication application =
                stack.start("alsx.explorer.enabled=true", "server.forward-headers-strategy=framework")) {
            assertThat(application.get("/explorer/").statusCode()).isEqualTo(200);
            for (String header : List.of(
                    "X-Forwarded-For: 127.0.0.1",
                    "X-Forwarded-Host: localhost",
                    "Forwarded: for=127.0.0.1;host=localhost")) {
                for (String path : List.of("/explorer/", "/explorer/data.json", "/explorer/events")) {
                    assertThat(application.raw(path, header)).as(path).startsWith("HTTP/1.1 403 ");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Stack.class)
    void letsNothingInThatAnIdBringsAlong(Stack stack) {
        String hostile = "</script><img src=x onerror=alert(1)>\"'\\&";
        try (RunningApplication application = stack.start(ON)) {
            application.body("/carried", "X-Hostile-Id", hostile);

            assertThat(dataOf(application, hostile)).isNotEmpty();
            assertThat(application.body("/explorer/data.json")).doesNotContain("<", ">", "&", "'");
            assertThat(application.body("/explorer/trace.json")).doesNotContain("<", ">", "&", "'");
            HttpResponse<String> page = application.get("/explorer/");
            assertThat(page.body()).doesNotContain("alert", "@nonce@", ".css@", ".js@", "http://localhost", "https://");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'nonce-", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(application.get("/explorer/").headers().firstValue("Content-Security-Policy"))
                    .isNotEqualTo(page.headers().firstValue("Content-Security-Policy"));
        }
    }

    enum Stack {
        SERVLET,
        REACTIVE;

        RunningApplication start(String... properties) {
            return start(ExplorerApplication.class, properties);
        }

        RunningApplication start(Class<?> source, String... properties) {
            return this == SERVLET
                    ? RunningApplication.withWebServer(source, properties)
                    : RunningApplication.withReactiveWebServer(source, properties);
        }
    }

    private static RunningApplication start(String... properties) {
        return RunningApplication.withWebServer(ExplorerApplication.class, properties);
    }

    private static HttpRequest.Builder request(RunningApplication application, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + application.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static List<Map<String, Object>> firstMessage(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            return list(
                    lines.filter(line -> line.startsWith("data: "))
                            .findFirst()
                            .orElseThrow()
                            .substring(6),
                    "events");
        }
    }

    /** The events of a request, once its own run has ended, which is a little after the response. */
    private static List<Map<String, Object>> dataOf(RunningApplication application, String requestId) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        List<Map<String, Object>> events;
        do {
            events = list(application.body("/explorer/data.json"), "events").stream()
                    .filter(event -> requestId.equals(event.get("request")))
                    .toList();
        } while ((count(events, "begun") == 0 || count(events, "begun") != count(events, "ended"))
                && System.nanoTime() < end);
        return events;
    }

    private static long count(List<Map<String, Object>> events, String kind) {
        return events.stream().filter(event -> event.get("kind").equals(kind)).count();
    }

    private static Map<String, Object> first(List<Map<String, Object>> events, String name, Object value) {
        return events.stream()
                .filter(event -> value.equals(event.get(name)))
                .findFirst()
                .orElseThrow();
    }

    private static long number(Map<String, Object> event, String name) {
        return ((Number) event.get(name)).longValue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> args(Map<String, Object> event) {
        return (Map<String, Object>) event.get("args");
    }

    private static Map<String, Object> map(String json) {
        return JsonParserFactory.getJsonParser().parseMap(json);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(String json, String name) {
        return (List<Map<String, Object>>) map(json).get(name);
    }

    @EnableScheduling
    @Import({ExplorerApplication.class, Jobs.class})
    static class WithJobs {}

    static class Jobs {

        @RunInStore
        public void call() {}

        @Scheduled(fixedRate = 100)
        public void run() {}
    }
}
