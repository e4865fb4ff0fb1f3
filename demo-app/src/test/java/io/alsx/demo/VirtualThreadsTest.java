// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@EnabledForJreRange(min = JRE.JAVA_21)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.threads.virtual.enabled=true")
class VirtualThreadsTest {

    @LocalServerPort
    private int port;

    @Test
    void followsTheRequestOntoVirtualThreads() {
        DemoClient client = new DemoClient(port);
        DemoClient.Answer placed = client.post(
                "/orders", "abc", "{\"customer\": \"Ada\", \"lines\": [{\"item\": \"tea\", \"quantity\": 1}]}");
        JsonNode trail = client.orderWithTrail(placed.header("Location"), 4).path("auditTrail");

        assertThat(trail.values())
                .hasSize(4)
                .extracting(entry -> entry.path("requestId").asString())
                .containsOnly("abc");
        assertThat(trail.values())
                .extracting(entry -> entry.path("thread").asString())
                .anyMatch(thread -> thread.startsWith("tomcat-handler-"))
                .anyMatch(thread -> thread.startsWith("task-"));
    }
}
