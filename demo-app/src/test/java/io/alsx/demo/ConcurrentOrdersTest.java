// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Many requests at once, each with an id of its own: what one causes is never told of another. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ConcurrentOrdersTest {

    private static final int REQUESTS = 200;

    /** Came in, announced, three lines priced, confirmed. */
    private static final int STEPS = 6;

    @LocalServerPort
    private int port;

    @Test
    void keepsEachTrailAndEachLogLineUnderItsOwnRequest() {
        DemoClient client = new DemoClient(port);
        try (RecordedLog log = new RecordedLog()) {
            List<CompletableFuture<DemoClient.Answer>> answers = IntStream.range(0, REQUESTS)
                    .mapToObj(number -> client.postAsync("/orders", requestId(number), order(number)))
                    .toList();

            for (int number = 0; number < REQUESTS; number++) {
                DemoClient.Answer answer = answers.get(number).join();
                assertThat(answer.status()).isEqualTo(201);
                assertThat(answer.header("X-Request-Id")).isEqualTo(requestId(number));
                assertTrail(client.orderWithTrail(answer.header("Location"), STEPS), number);
                assertLog(log, number);
            }
        }
    }

    private static void assertTrail(JsonNode shown, int number) {
        assertThat(shown.at("/order/customer").asString()).isEqualTo(customer(number));
        assertThat(shown.path("auditTrail").values())
                .hasSize(STEPS)
                .extracting(entry -> entry.path("requestId").asString())
                .containsOnly(requestId(number));
    }

    private static void assertLog(RecordedLog log, int number) {
        List<ILoggingEvent> lines = log.naming(customer(number));
        assertThat(lines)
                .hasSize(STEPS)
                .extracting(event -> event.getMDCPropertyMap().get("requestId"))
                .containsOnly(requestId(number));
        assertThat(log.of(requestId(number))).isEqualTo(lines);
    }

    private static String requestId(int number) {
        return "request-%03d".formatted(number);
    }

    private static String customer(int number) {
        return "customer-%03d".formatted(number);
    }

    private static String order(int number) {
        return """
                {"customer": "%s", "lines": [
                    {"item": "tea", "quantity": 1}, {"item": "cake", "quantity": 2}, {"item": "coffee", "quantity": 3}
                ]}""".formatted(customer(number));
    }
}
