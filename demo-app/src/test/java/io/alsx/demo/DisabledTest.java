// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Everything still answers without alsx, and no longer knows of requests. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "alsx.enabled=false")
class DisabledTest {

    @LocalServerPort
    private int port;

    @Test
    void carriesOutAnOrderForNobody() {
        DemoClient client = new DemoClient(port);
        DemoClient.Answer placed = client.post(
                "/orders", "abc", "{\"customer\": \"Ada\", \"lines\": [{\"item\": \"tea\", \"quantity\": 1}]}");

        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.header("X-Request-Id")).isEqualTo("none");
        JsonNode shown = client.orderWithTrail(placed.header("Location"), 4);
        assertThat(shown.path("auditTrail").values())
                .hasSize(4)
                .extracting(entry -> entry.path("requestId").asString())
                .containsOnly("-");
    }

    @Test
    void stillRunsWhatIsDoneByHand() {
        DemoClient client = new DemoClient(port);

        assertThat(client.get("/examples/logger", "abc").body().values())
                .hasSize(6)
                .extracting(JsonNode::asString)
                .contains("visit 0: leaves");
        assertThat(client.get("/examples/worker-pool", "abc").body().values())
                .extracting(task -> task.at("/callback/requestId").asString())
                .containsOnly("-");
        assertThat(client.get("/examples/emitter", "abc").body().values())
                .extracting(heard -> heard.path("requestId").asString())
                .containsExactly("another-request", "-", "-");
    }

    @Test
    void hasNoFilter(@Autowired ApplicationContext context) {
        assertThat(context.containsBean("requestStorage")).isTrue();
        assertThat(context.containsBean("requestStoreFilter")).isFalse();
    }
}
