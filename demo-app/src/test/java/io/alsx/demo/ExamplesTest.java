// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ExamplesTest {

    @LocalServerPort
    private int port;

    private DemoClient client;

    @BeforeEach
    void connect() {
        client = new DemoClient(port);
    }

    @Test
    void loggerNumbersTheLinesOfEachVisit() {
        JsonNode lines = client.get("/examples/logger", "abc").body();

        Map<String, String> messages = lines.values().stream()
                .map(JsonNode::asString)
                .collect(Collectors.groupingBy(
                        line -> line.split(": ", 2)[0],
                        Collectors.mapping(line -> line.split(": ", 2)[1], Collectors.joining(", "))));
        assertThat(messages).hasSize(2).allSatisfy((visit, said) -> {
            assertThat(visit).matches("visit \\d+");
            assertThat(said).isEqualTo("arrives, looks around, leaves");
        });
    }

    @Test
    void poolCallsBackInTheContextOfTheTask() {
        JsonNode tasks = client.get("/examples/worker-pool", "abc").body();

        assertThat(tasks.values()).hasSize(4).allSatisfy(task -> {
            assertThat(task.path("work").path("requestId").asString()).isEqualTo("-");
            assertThat(task.path("work").path("executionAsyncId").asLong()).isEqualTo(1);
            assertThat(task.at("/callback/requestId").asString()).isEqualTo("abc");
            assertThat(task.at("/callback/executionAsyncId")).isEqualTo(task.path("taskAsyncId"));
            assertThat(task.at("/callback/thread").asString()).startsWith("worker-");
        });
        assertThat(tasks.values())
                .extracting(task -> task.path("square").asInt())
                .containsExactly(1, 4, 9, 16);
        assertThat(tasks.values())
                .extracting(task -> task.path("taskAsyncId").asLong())
                .doesNotHaveDuplicates()
                .doesNotContain(1L);
    }

    @Test
    void emitterShowsWhatBindingIsFor() {
        JsonNode heard = client.get("/examples/emitter", "abc").body();

        assertThat(heard.values())
                .extracting(it -> it.path("listener").asString()
                        + ": "
                        + it.path("requestId").asString())
                .containsExactly("not bound: another-request", "bound: abc", "bound to a resource: abc");
        assertThat(heard.values())
                .extracting(it -> it.path("executionAsyncId").asLong() == 1)
                .containsExactly(true, true, false);
    }

    @Test
    void labelPrinterLosesTheRequestUnlessTheTaskIsBound() {
        JsonNode lost = client.get("/examples/lost", "abc").body();
        JsonNode found = client.get("/examples/found", "abc").body();

        assertThat(lost.path("requestId").asString()).isEqualTo("-");
        assertThat(found.path("requestId").asString()).isEqualTo("abc");
        assertThat(found.path("thread")).isEqualTo(lost.path("thread"));
    }
}
