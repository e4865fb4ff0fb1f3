// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class OrderDeskTest {

    private static final String ORDER = """
            {"customer": "Ada", "lines": [{"item": "tea", "quantity": 2}, {"item": "cake", "quantity": 1}]}""";

    @LocalServerPort
    private int port;

    private DemoClient client;

    @BeforeEach
    void connect() {
        client = new DemoClient(port);
    }

    @Test
    void carriesOutAnOrder() {
        DemoClient.Answer answer = client.post("/orders", "abc", ORDER);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("X-Request-Id")).isEqualTo("abc");
        assertThat(answer.header("Location"))
                .isEqualTo("/orders/" + answer.body().path("id").asLong());
        assertThat(answer.body().path("customer").asString()).isEqualTo("Ada");
        assertThat(answer.body().path("total").decimalValue()).isEqualByComparingTo("9.20");
    }

    @Test
    void putsEachStepOnTheRecordOfTheRequestThatCausedIt() {
        DemoClient.Answer placed = client.post("/orders", "abc", ORDER);
        JsonNode shown = client.orderWithTrail(placed.header("Location"), 5);

        assertThat(shown.path("order")).isEqualTo(placed.body());
        assertThat(shown.path("auditTrail").values())
                .extracting(entry -> entry.path("action").asString())
                .containsExactlyInAnyOrder(
                        "came in",
                        "announced to the warehouse",
                        "priced 2 x tea",
                        "priced 1 x cake",
                        "confirmed by mail");
        assertThat(shown.path("auditTrail").values()).allSatisfy(entry -> {
            assertThat(entry.path("requestId").asString()).isEqualTo("abc");
            assertThat(entry.path("thread").asString())
                    .startsWith(onWorker(entry.path("action").asString()) ? "task-" : "http-nio-");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {                                                                 | Failed to read request
            {"lines": [{"item": "tea", "quantity": 1}]}                       | An order needs a customer.
            {"customer": "A\\nB", "lines": [{"item": "tea", "quantity": 1}]}  | The name of a customer is a single line of text.
            {"customer": "Ada"}                                               | An order needs at least one line.
            {"customer": "Ada", "lines": []}                                  | An order needs at least one line.
            {"customer": "Ada", "lines": [null]}                              | Failed to read request
            {"customer": "Ada", "lines": [{"item": "gold", "quantity": 1}]}   | Each line needs one of these items: cake, coffee, tea.
            {"customer": "Ada", "lines": [{"quantity": 1}]}                   | Each line needs one of these items: cake, coffee, tea.
            {"customer": "Ada", "lines": [{"item": "tea", "quantity": 0}]}    | A quantity is from 1 to 1000.
            {"customer": "Ada", "lines": [{"item": "tea", "quantity": "x"}]}  | Failed to read request
            """)
    void saysWhatIsWrongWithAnOrder(String order, String detail) {
        DemoClient.Answer answer = client.post("/orders", "bad", order);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("X-Request-Id")).isEqualTo("bad");
        assertThat(answer.body().path("detail").asString()).isEqualTo(detail);
    }

    @Test
    void saysThatThereIsNoSuchOrder() {
        DemoClient.Answer answer = client.get("/orders/987654", "abc");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("detail").asString()).isEqualTo("There is no order 987654.");
    }

    private static boolean onWorker(String action) {
        return action.startsWith("priced") || action.startsWith("confirmed");
    }
}
