// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the running application. */
final class DemoClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final JsonMapper json = new JsonMapper();

    private final String server;

    DemoClient(int port) {
        this.server = "http://localhost:" + port;
    }

    Answer get(String path, String requestId) {
        return answer(request(path, requestId).GET()).join();
    }

    /** Headers are names and values in turn. */
    Answer post(String path, String requestId, String body, String... headers) {
        return postAsync(path, requestId, body, headers).join();
    }

    CompletableFuture<Answer> postAsync(String path, String requestId, String body, String... headers) {
        HttpRequest.Builder request = request(path, requestId).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return answer(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The order, once so many things were done for it: the last one is done after the response. */
    JsonNode orderWithTrail(String path, int entries) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode order = get(path, "poll").body();
        while (order.path("auditTrail").size() < entries && System.nanoTime() < end) {
            Thread.onSpinWait();
            order = get(path, "poll").body();
        }
        return order;
    }

    private HttpRequest.Builder request(String path, String requestId) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE)
                .header("X-Request-Id", requestId);
    }

    private CompletableFuture<Answer> answer(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Answer(response, json.readTree(response.body())));
    }

    /** A response and its JSON. */
    record Answer(HttpResponse<String> response, JsonNode body) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("none");
        }
    }
}
