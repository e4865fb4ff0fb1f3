// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;
import static io.alsx.spring.SoakApplication.tenantOf;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Asks applications over real connections, each time with an id that nobody has had, and hangs up now and then. */
final class SoakClient {

    private static final String[] HOSTILE = {
        "evil\u00e9",
        "a b",
        "%0d%0aX-Tenant: t0",
        "\u0000",
        "x".repeat(300),
        "${jndi:ldap://x}",
        "\u2028",
        "-".repeat(129),
        "y".repeat(1 << 20),
        "z\r\nContent-Length: 1099511627776"
    };

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    private final AtomicLong ids = new AtomicLong();

    private final BooleanSupplier over;

    SoakClient(BooleanSupplier over) {
        this.over = over;
    }

    void ask(SoakSide side) {
        while (!over.getAsBoolean() && !side.isClosed()) {
            String id = "r" + ids.incrementAndGet();
            String path = side.anyPath();
            LEDGER.begin(id, side);
            try {
                String answer = answer(side, path, id);
                if (!answer.contains(id)) {
                    LEDGER.violate("the answer to " + id + " is " + answer, id);
                }
            } catch (IOException e) {
                LEDGER.fault("no answer: " + e.getClass().getSimpleName() + " of " + path + " on " + side.name());
                SoakWork.pause(10);
            } catch (InterruptedException e) {
                return;
            } finally {
                LEDGER.join(id);
            }
        }
    }

    private String answer(SoakSide side, String path, String id) throws IOException, InterruptedException {
        int port = side.application().port();
        if (path.equals("/stream") && SoakWork.random(4) == 0) {
            return abort(port, id);
        }
        if (path.equals("/plain") && SoakWork.random(16) == 0) {
            return attack(port, id);
        }
        return side.isReactive() ? once(port, path, id) : asked(side, path, id);
    }

    private String asked(SoakSide side, String path, String id) throws IOException, InterruptedException {
        String tenant = tenantOf(id);
        int port = side.application().port();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("X-Request-Id", id)
                .header("X-Tenant", tenant)
                .header("X-Port", String.valueOf(port))
                .timeout(Duration.ofSeconds(60));
        if (path.equals("/guarded")) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString((tenant + ":p").getBytes(StandardCharsets.US_ASCII)));
            String cookie = side.cookies().get(tenant);
            if (cookie != null) {
                request.header("Cookie", cookie);
            }
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers()
                .firstValue("Set-Cookie")
                .ifPresent(cookie -> side.cookies().put(tenant, cookie.substring(0, cookie.indexOf(';'))));
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
            socket.setSoTimeout(60_000);
            send(socket, path, id, tenantOf(id));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200") ? answer : failed(id);
        }
    }

    /** Reads a little of an answer, and hangs up. */
    private static String abort(int port, String id) throws IOException {
        LEDGER.fault("client that hangs up");
        try (Socket socket = new Socket("localhost", port)) {
            send(socket, "/stream", id, tenantOf(id));
            if (socket.getInputStream().read() < 0) {
                LEDGER.fault("nothing to read");
            }
        }
        return id;
    }

    /** Has a header that nobody should have. Whatever the answer, it has nothing of it. */
    private static String attack(int port, String id) throws IOException {
        LEDGER.fault("hostile header");
        String hostile = HOSTILE[SoakWork.random(HOSTILE.length)];
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(60_000);
            send(socket, "/hostile", hostile, hostile);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.contains(hostile) ? answer : id;
        }
    }

    private static void send(Socket socket, String path, String id, String tenant) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: " + id
                        + "\r\nX-Tenant: " + tenant + "\r\nbaggage: user=" + tenant + ",=,;;=\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.start();
        return thread;
    }
}
