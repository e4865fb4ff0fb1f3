// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.SoakApplication.Eye;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Many requests at once, on every server and kind of thread, over every kind of hop, while all that can fail does: nobody
 * ever sees the store of another, nobody loses his, and nothing is kept. For {@code soak.minutes}, half a minute by
 * default; the report is in {@code target/soak}.
 */
class SoakTest {

    private static final List<String> ON_SERVLETS = List.of(
            "/plain",
            "/called",
            "/callable",
            "/future",
            "/deferred",
            "/timeout",
            "/stream",
            "/sse",
            "/failing",
            "/dispatched");

    private static final List<String> ON_NETTY = List.of("/plain", "/future", "/failing");

    private static final int CLIENTS = 24;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    private final AtomicLong ids = new AtomicLong();

    private final SoakReport report = new SoakReport();

    private volatile boolean over;

    private record Side(String name, RunningApplication application, List<String> paths) {}

    @Test
    void neverAnothersContext() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("soak.minutes", "0.5"));
        List<Side> sides = new ArrayList<>();
        for (String virtual : List.of("false", "true")) {
            String threads = "spring.threads.virtual.enabled=" + virtual;
            String force = "spring.task.execution.mode=force";
            String quiet = "logging.level.root=off";
            sides.add(new Side(
                    "Tomcat, virtual: " + virtual,
                    RunningApplication.withWebServer(SoakDesk.OnServlets.class, threads, force, quiet),
                    ON_SERVLETS));
            sides.add(new Side(
                    "Jetty, virtual: " + virtual,
                    RunningApplication.withWebServer(
                            SoakDesk.OnJetty.class, threads, force, quiet, JettyServer.PROPERTY),
                    ON_SERVLETS));
            sides.add(new Side(
                    "Netty, virtual: " + virtual,
                    RunningApplication.withReactiveWebServer(
                            SoakDesk.OnNetty.class, threads, force, quiet, "alsx.reactor.automatic=" + virtual),
                    ON_NETTY));
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Side side = sides.get(i % sides.size());
            threads.add(start("client-" + i, () -> ask(side)));
        }
        threads.add(start("chaos", () -> disturb(sides)));
        threads.add(start("prober", () -> probe(sides)));
        long end = System.nanoTime() + (long) (minutes * 60e9);
        while (System.nanoTime() < end && LEDGER.violation() == null) {
            Thread.sleep(Math.min(5000, (long) (minutes * 6000)));
            report.sample(LEDGER);
        }
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        sides.forEach(side -> side.application().close());
        for (int i = 0; i < 20 && LEDGER.kept() > 0; i++) {
            System.gc();
            Thread.sleep(100);
        }
        report.write(LEDGER, Path.of("target/soak"));

        assertThat(LEDGER.violation()).as("violation").isNull();
        assertThat(LEDGER.kept())
                .as("stores of ended requests, of " + LEDGER.sampled())
                .isZero();
        assertThat(LEDGER.hopCount()).isPositive();
    }

    private void ask(Side side) {
        int port = side.application().port();
        while (!over) {
            String id = "r" + ids.incrementAndGet();
            String path = side.paths().get(SoakWork.random(side.paths().size()));
            LEDGER.begin(id);
            try {
                if (path.equals("/stream") && SoakWork.random(4) == 0) {
                    abort(port, id);
                } else {
                    String answer = side.paths() == ON_NETTY ? once(port, path, id) : answer(port, path, id);
                    if (!answer.contains(id)) {
                        LEDGER.violate("the answer to " + id + " is " + answer, id);
                    }
                }
            } catch (IOException e) {
                LEDGER.fault("no answer: " + e.getClass().getSimpleName() + " of " + path + " on " + side.name());
            } catch (InterruptedException e) {
                return;
            } finally {
                LEDGER.join(id);
            }
        }
    }

    private String answer(int port, String path, String id) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("X-Request-Id", id)
                        .header("X-Tenant", SoakApplication.tenantOf(id))
                        .header("X-Port", String.valueOf(port))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? answer.body() : failed(id);
    }

    /** What was injected may fail the request, too. */
    private static String failed(String id) {
        LEDGER.fault("failed request");
        return id;
    }

    /** Over a connection of its own: one that is kept alive stops being read now and then (reactor-netty's issue 4361). */
    private static String once(int port, String path, String id) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            send(socket, path, id);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200") ? answer : failed(id);
        }
    }

    /** Reads a little of an answer, and hangs up. */
    private static void abort(int port, String id) throws IOException {
        LEDGER.fault("client that hangs up");
        try (Socket socket = new Socket("localhost", port)) {
            send(socket, "/stream", id);
            if (socket.getInputStream().read() < 0) {
                LEDGER.fault("nothing to read");
            }
        }
    }

    private static void send(Socket socket, String path, String id) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: " + id
                        + "\r\nX-Tenant: " + SoakApplication.tenantOf(id) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Pools change their size. */
    private void disturb(List<Side> sides) {
        while (!over) {
            for (Side side : sides) {
                ThreadPoolTaskExecutor pool = side.application().bean("callerRuns", ThreadPoolTaskExecutor.class);
                int size = 1 + SoakWork.random(3);
                pool.setMaxPoolSize(Math.max(size, 3));
                pool.setCorePoolSize(size);
                LEDGER.fault("pool resized");
            }
            byte[] pressure = new byte[16 << 20];
            LEDGER.fault("memory pressure of " + pressure.length + " bytes");
            SoakWork.sleep();
            SoakWork.sleep();
            pause(20);
        }
    }

    /** Threads that are back in their pools have nothing. */
    private void probe(List<Side> sides) {
        while (!over) {
            for (Side side : sides) {
                Eye eye = side.application().bean(Eye.class);
                for (String name : List.of("callerRuns", "aborting", "discarding", "discardingOldest")) {
                    ThreadPoolExecutor bare = side.application()
                            .bean(name, ThreadPoolTaskExecutor.class)
                            .getThreadPoolExecutor();
                    try {
                        bare.execute(() -> eye.seeNothing("idle thread of " + name));
                    } catch (RuntimeException e) {
                        LEDGER.fault("rejected probe");
                    }
                }
            }
            pause(20);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.start();
        return thread;
    }
}
