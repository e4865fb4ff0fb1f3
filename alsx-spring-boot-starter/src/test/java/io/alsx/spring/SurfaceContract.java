// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.spring.RequestLog.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One store, whatever thread a server calls back on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SurfaceContract {

    private static final String STARTED =
            "REQUEST, beforeConcurrentHandling, afterConcurrentHandlingStarted, ASYNC, afterCompletion, completion, ";

    private static final String CALLABLE = STARTED + "preProcess, postProcess, ";

    private static final String DEFERRED = STARTED + "preProcess, ";

    private final Class<?> source;

    private final List<String> properties;

    private final List<String> server;

    private RunningApplication application;

    private RequestLog log;

    SurfaceContract(Class<?> source, List<String> properties, String... server) {
        this.source = source;
        this.properties = properties;
        this.server = List.of(server);
    }

    @BeforeAll
    void start() {
        List<String> all = new ArrayList<>(properties);
        all.add("server.shutdown=immediate");
        application = RunningApplication.withWebServer(source, all.toArray(String[]::new));
        log = application.bean(RequestLog.class);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @BeforeEach
    void clear() {
        log.clear();
    }

    @AfterEach
    void findsThreadsClean() {
        assertThat(log.outside()).allSatisfy(entry -> {
            assertThat(entry.store()).as(entry.toString()).isNull();
            assertThat(entry.other()).as(entry.toString()).isNull();
        });
    }

    @Test
    void runsOnTheServerAndTheThreadsThatItSaysItDoes() {
        assertThat(application.body("/server"))
                .containsIgnoringCase(server.get(0))
                .contains(server.get(1));
    }

    @Test
    @Surface("Servlet: `Callable`")
    void callable() {
        seesOneStore("/callable", CALLABLE + "callable, body");
    }

    @Test
    @Surface("Servlet: `Callable` that throws, and its `@ExceptionHandler`")
    void callableThatThrows() {
        seesOneStore("/callable-throw", CALLABLE + "callable, @ExceptionHandler, body");
    }

    @Test
    @Surface("Servlet: `WebAsyncTask`")
    void webAsyncTask() {
        seesOneStore("/task", CALLABLE + "callable, onCompletion, body");
    }

    @Test
    @Surface("Servlet: `WebAsyncTask` that times out")
    void webAsyncTaskThatTimesOut() {
        seesOneStore("/task-time-out", STARTED + "onTimeout, onCompletion, body");
        seesOneStore("/task-time-out-unhandled", STARTED + "handleTimeout, @ExceptionHandler, body");
    }

    @Test
    @Surface("Servlet: `DeferredResult`: dispatch and callbacks")
    void deferredResult() {
        seesOneStore("/deferred", DEFERRED + "onCompletion, body");
    }

    @Test
    @Surface("Servlet: `DeferredResult` that fails")
    void deferredResultThatFails() {
        seesOneStore("/deferred-error", DEFERRED + "onCompletion, @ExceptionHandler, body");
    }

    @Test
    @Surface("Servlet: `DeferredResult` that times out")
    void deferredResultThatTimesOut() {
        seesOneStore("/deferred-time-out", DEFERRED + "onTimeout, onCompletion, body");
        seesOneStore("/deferred-time-out-unhandled", DEFERRED + "handleTimeout, @ExceptionHandler, body");
    }

    @Test
    @Surface("Servlet: `StreamingResponseBody`")
    void streamingResponseBody() {
        seesOneStore("/streaming", CALLABLE + "stream");
    }

    @Test
    @Surface("Servlet: `ResponseBodyEmitter`: callbacks")
    void responseBodyEmitter() {
        seesOneStore("/emitter", DEFERRED + "sender, onCompletion");
    }

    @Test
    @Surface("Servlet: `SseEmitter`: callbacks")
    void sseEmitter() {
        seesOneStore("/sse", DEFERRED + "sender, onCompletion");
    }

    @Test
    @Surface("Servlet: `SseEmitter` that fails")
    void sseEmitterThatFails() {
        seesOneStore("/sse-error", DEFERRED + "onCompletion, @ExceptionHandler");
    }

    @Test
    @Surface("Servlet: `SseEmitter` that times out")
    void sseEmitterThatTimesOut() {
        seesOneStore("/sse-time-out", DEFERRED + "onTimeout, onCompletion");
    }

    @Test
    @Surface("Servlet: `CompletableFuture` on `applicationTaskExecutor`")
    void completableFuture() {
        seesOneStore("/future", DEFERRED + "supplier, body");
    }

    @Test
    @Surface("Servlet: `Mono` of a controller")
    void mono() {
        seesOneStore("/mono", DEFERRED + "source, doFinally, body");
    }

    @Test
    @Surface("Servlet: `Flux` of a controller")
    void flux() {
        seesOneStore("/flux", DEFERRED + "source 0, source 1, source 2, doFinally");
    }

    @Test
    @Surface("Servlet: error dispatch")
    void errorDispatch() {
        seesOneStore("/throw", "REQUEST, ERROR, afterCompletion, body");
    }

    @Test
    @Surface("Servlet: error dispatch after an async dispatch")
    void errorDispatchAfterAsyncDispatch() {
        seesOneStore("/callable-throw-unhandled", CALLABLE + "ERROR, body");
    }

    @Test
    @Surface("Servlet: `AsyncContext.start`")
    void asyncContextStart() {
        seesOneStore("/raw/start", "REQUEST, task, task of the task, onComplete");
    }

    @Test
    @Surface("Servlet: `AsyncContext.dispatch`")
    void asyncContextDispatch() {
        seesOneStore("/raw/dispatch", "REQUEST, ASYNC, controller, body, afterCompletion, onComplete");
    }

    @Test
    @Surface("Servlet: `AsyncListener.onTimeout` and `onComplete`")
    void asyncListenerOnTimeout() {
        seesOneStore("/raw/time-out", "REQUEST, onTimeout, onComplete");
    }

    @Test
    @Surface("Servlet: `AsyncListener.onStartAsync`")
    void asyncListenerThatRegistersItselfAgain() {
        seesOneStore("/raw/again", "REQUEST, ASYNC, onStartAsync, onComplete");
    }

    @Test
    @Surface("Servlet: `AsyncListener`: context of its registration")
    void asyncListenerSeesTheContextOfItsRegistration() {
        seesOneStore("/raw/registered", "REQUEST, task, onComplete");

        assertThat(log.inside())
                .filteredOn(entry -> !entry.where().endsWith("REQUEST"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.other()).isEqualTo("registered"));
    }

    @Test
    void asyncListenerSeesNothingOfAForeignThreadThatRegistersIt() {
        seesOneStore("/raw/foreign", "REQUEST, task, onComplete");

        assertThat(log.inside()).allSatisfy(entry -> assertThat(entry.other()).isNull());
    }

    /** Tomcat tells of the failure, and now and then forgets the completion; Jetty waits for the time-out. */
    @Test
    @Surface("Servlet: client that goes away")
    void clientThatGoesAway() throws IOException {
        boolean tells = server.get(0).equals("Tomcat");
        String id = UUID.randomUUID().toString();
        try (Socket socket = new Socket("localhost", port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /disconnect?timeout=" + (tells ? 60_000 : 3_000)
                            + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + id + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
            socket.setSoLinger(true, 0);
        }
        application.bean(SurfaceApplication.Notes.class).add("/client", "gone");

        assertOneStore(
                "/disconnect",
                id,
                "REQUEST, sender, sending fails, " + (tells ? "onError" : "onCompletion, completion"));
    }

    @Test
    void manyRequestsAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(40);
        try {
            List<Callable<String>> requests = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String id = "r" + i;
                requests.add(() -> application.body("/deferred-time-out", "X-Request-Id", id));
            }
            List<Future<String>> answers = clients.invokeAll(requests);
            for (int i = 0; i < 40; i++) {
                assertThat(answers.get(i).get()).isEqualTo("r" + i);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void seesOneStore(String path, String expected) {
        String id = UUID.randomUUID().toString();
        application.get(path, "X-Request-Id", id, "Accept", "*/*");
        assertOneStore(path, id, expected);
    }

    private void assertOneStore(String path, String id, String expected) {
        await(path)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(places(path)).contains(expected.split(", ")));

        List<Entry> entries = entries(path);
        RequestStore first = Objects.requireNonNull(entries.get(0).store(), "a store in the first dispatch");
        assertThat(first.requestId()).isEqualTo(id);
        assertThat(entries)
                .allSatisfy(
                        entry -> assertThat(entry.store()).as(entry.toString()).isSameAs(first));
    }

    private Set<String> places(String path) {
        return entries(path).stream()
                .map(entry -> entry.where().substring(path.length() + 1))
                .collect(Collectors.toSet());
    }

    private List<Entry> entries(String path) {
        return log.inside().stream()
                .filter(entry -> entry.where().startsWith(path + " "))
                .toList();
    }

    private int port() {
        return application.context().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
