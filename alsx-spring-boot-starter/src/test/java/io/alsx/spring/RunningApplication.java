// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A real application; with a web server, where there is one, that is asked over real connections. */
record RunningApplication(ConfigurableApplicationContext context) implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static RunningApplication withWebServer(Class<?> source, String... properties) {
        return start(WebApplicationType.SERVLET, source, properties);
    }

    /** The milestone of 4.2 has no such server. */
    static RunningApplication withReactiveWebServer(Class<?> source, String... properties) {
        assumeFalse(SpringBootVersion.getVersion().startsWith("4.2.0-M"));
        return start(WebApplicationType.REACTIVE, source, properties);
    }

    static RunningApplication withoutWebServer(Class<?> source, String... properties) {
        return start(WebApplicationType.NONE, source, properties);
    }

    private static RunningApplication start(WebApplicationType type, Class<?> source, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new RunningApplication(
                new SpringApplicationBuilder(source).web(type).run(arguments.toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    String body(String path, String... headers) {
        return get(path, headers).body();
    }

    /** Headers are names and values in turn. */
    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Headers are names and values in turn. */
    HttpResponse<String> post(String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .headers(headers));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends header lines, exactly as they are and in ISO 8859-1, and gives all that comes back. */
    String raw(String path, String headerLines) {
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headerLines + "\r\n\r\n";
        try (Socket socket = new Socket("localhost", port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(20_000);
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
