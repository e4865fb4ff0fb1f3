// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.RequestLog.Entry;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

/** What holds on the reactive stack, however much Reactor propagates: requests are apart, and threads stay clean. */
abstract class ReactiveRequestContract {

    static final Duration TIMEOUT = Duration.ofSeconds(20);

    static RunningApplication application;

    static RequestLog log;

    /** A connection for each request: one that is kept alive may stop reading for ever (reactor-netty 4361). */
    static void start(Class<?> source, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 1);
        all[properties.length] = "server.netty.max-keep-alive-requests=1";
        application = RunningApplication.withReactiveWebServer(source, all);
        log = application.bean(RequestLog.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    /** The end of a request may come after its response, and must not be taken for one of the next test. */
    @BeforeEach
    void clear() {
        await().atMost(TIMEOUT).until(() -> count("outside: before") == count("outermost: after"));
        log.clear();
    }

    abstract List<String> concurrentPaths();

    @Test
    void keepsManyRequestsApart() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(40);
        try {
            List<Future<String>> bodies = IntStream.range(0, 200)
                    .mapToObj(i -> clients.submit(() -> body(i)))
                    .toList();
            for (int i = 0; i < bodies.size(); i++) {
                assertThat(bodies.get(i).get(60, TimeUnit.SECONDS)).isIn("r" + i, ("r" + i).repeat(120));
            }
        } finally {
            clients.shutdownNow();
        }
        assertThatThreadsAreClean();
    }

    private String body(int i) {
        String path = concurrentPaths().get(i % concurrentPaths().size());
        String[] headers = i % 2 == 0
                ? new String[] {"X-Request-Id", "r" + i}
                : new String[] {"X-Request-Id", "r" + i, "X-Leak", "true"};
        return path.startsWith("/body")
                ? application.post(path, "body", headers).body()
                : application.body(path, headers);
    }

    @Test
    void beginsEmptyAndLeavesNothingBehindOfWhatAnOuterFilterEntered() throws Exception {
        for (int i = 0; i < 20; i++) {
            application.get("/plain", "X-Leak", "true");
            application.get("/plain");
        }
        awaitEnds(40);

        assertThat(log.all())
                .filteredOn(entry -> !entry.where().startsWith("outermost"))
                .allSatisfy(entry -> assertThat(entry.other()).as(entry.where()).isNull());
        assertThat(log.outside()).allSatisfy(entry -> assertThat(entry.store()).isNull());
        assertThatThreadsAreClean();
    }

    @Test
    void showsTheContextOutsideOfAllFiltersThoughOneOutsideOfOursCaptures() {
        application.get("/unhandled", "X-Request-Id", "one", "X-Capture", "true");

        awaitEntries("one", "in view of WebExceptionHandler");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/form", "/model"})
    void showsTheStoreWhereAFormIsReadThatComesLater(String path) throws Exception {
        assertThat(postInTwo(path, "application/x-www-form-urlencoded", "name=value"))
                .contains("value of one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/part", "/model"})
    void showsTheStoreWherePartsAreReadThatComeLater(String path) throws Exception {
        String part = "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nvalue\r\n--B--\r\n";

        assertThat(postInTwo(path, "multipart/form-data;boundary=B", part)).contains("value of one");
    }

    /** Sends the body when the filters have run, on a thread that then goes on until it waits for the body. */
    private static String postInTwo(String path, String type, String body) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: one\r\n"
                + "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
        try (Socket socket = new Socket("localhost", application.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            awaitEntries("one", "filter");
            socket.getOutputStream().write(body.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Test
    void showsTheStoreWhenTheClientGoesAwayAndLeavesNothingBehind() throws Exception {
        assumeTrue(tellsOfClientsThatGoAway());
        try (Socket socket = new Socket("localhost", application.port())) {
            socket.getOutputStream()
                    .write("GET /never HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: gone\r\n\r\n".getBytes(US_ASCII));
            awaitEntries("gone", "controller");
        }
        awaitEntries("gone", "cancelled");
        assertThat(application.body("/plain", "X-Request-Id", "next")).isEqualTo("next");
        assertThatThreadsAreClean();
    }

    /** Whether the server does so though it has nothing to write. */
    boolean tellsOfClientsThatGoAway() {
        return true;
    }

    /** Until the request with that id has seen its store in these places. */
    static void awaitEntries(String requestId, String... places) {
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(entries(requestId)).extracting(Entry::where).contains(places));
    }

    static void awaitEnds(int count) {
        await().atMost(TIMEOUT).until(() -> count("outermost: after") >= count);
    }

    private static long count(String where) {
        return log.all().stream().filter(entry -> entry.where().equals(where)).count();
    }

    static List<Entry> entries(String requestId) {
        return log.inside().stream()
                .filter(entry ->
                        entry.store() != null && entry.store().requestId().equals(requestId))
                .toList();
    }

    static void assertThatThreadsAreClean() throws Exception {
        for (var eventLoop : HttpResources.get().onServer(true)) {
            assertThatIsClean(eventLoop);
        }
        for (var scheduler : List.of(Schedulers.parallel(), Schedulers.boundedElastic(), Schedulers.single())) {
            for (int i = 0; i < 8; i++) {
                assertThatIsClean(scheduler::schedule);
            }
        }
    }

    private static void assertThatIsClean(Executor thread) throws Exception {
        CompletableFuture<Snapshot> seen = new CompletableFuture<>();
        thread.execute(() -> seen.complete(AsyncLocalStorage.snapshot()));
        assertThat(seen.get(20, TimeUnit.SECONDS)).isSameAs(Snapshot.empty());
    }

    @Import({ReactiveApplication.class, NettyServer.class})
    static class OnNetty {}
}
