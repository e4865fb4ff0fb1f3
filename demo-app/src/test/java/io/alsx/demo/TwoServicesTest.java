// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The shop in this process and the warehouse in another one work on the same request, and both know for whom. */
class TwoServicesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String ORDER = """
            {"customer": "Ada", "lines": [{"item": "tea", "quantity": 2}]}""";

    @TempDir
    private static Path folder;

    private static Process process;

    private static DemoClient warehouse;

    private static ConfigurableApplicationContext shopContext;

    private static DemoClient shop;

    @BeforeAll
    static void start() throws IOException {
        int port = freePort();
        int kafka = freePort();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DemoWithKafka.class.getName(),
                        "--spring.profiles.active=warehouse",
                        "--server.port=" + port,
                        "--demo.kafka-port=" + kafka,
                        "--spring.kafka.bootstrap-servers=localhost:" + kafka)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("warehouse.log").toFile())
                .start();
        await(() -> warehouseLog().contains("Started DemoApplication"));
        warehouse = new DemoClient(port);
        shopContext = new SpringApplicationBuilder(DemoApplication.class)
                .profiles("shop")
                .run(
                        "--server.port=0",
                        "--demo.warehouse=http://localhost:" + port,
                        "--spring.kafka.bootstrap-servers=localhost:" + kafka);
        shop = new DemoClient(shopContext.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (shopContext != null) {
            shopContext.close();
        }
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void workOnOneRequestForOneTenant() {
        try (RecordedLog log = new RecordedLog()) {
            String order = shop.post("/orders", "of-north", ORDER, "X-Api-Key", "key-of-north")
                    .header("Location");

            assertTrail(shop.orderWithTrail(order, 6).path("auditTrail"), 6, "of-north", "north");
            JsonNode there = trailAtTheWarehouse(order);
            assertTrail(there, 2, "of-north", "north");
            assertThat(there.values())
                    .extracting(entry -> entry.path("action").asString())
                    .containsExactlyInAnyOrder("reserved", "shipped");
            assertThat(log.naming("handed over for shipment").get(0).getMDCPropertyMap())
                    .containsEntry("requestId", "of-north")
                    .containsEntry("tenant", "north");
            String id = order.substring(order.lastIndexOf('/') + 1);
            assertThat(warehouseLog().lines().filter(line -> line.contains("Order " + id + " is ")))
                    .hasSize(2)
                    .allMatch(line -> line.contains("[of-north north]"));
        }
    }

    @Test
    void keepRequestsAndTenantsApart() {
        List<String> orders = List.of(
                shop.post("/orders", "a", ORDER, "X-Api-Key", "key-of-south").header("Location"),
                shop.post("/orders", "b", ORDER, "X-Api-Key", "forged").header("Location"),
                shop.post("/orders", "c", ORDER, "baggage", "tenant=north").header("Location"));
        assertTrail(trailAtTheWarehouse(orders.get(0)), 2, "a", "south");
        assertTrail(trailAtTheWarehouse(orders.get(1)), 2, "b", "walk-in");
        assertTrail(trailAtTheWarehouse(orders.get(2)), 2, "c", "walk-in");
    }

    private static JsonNode trailAtTheWarehouse(String order) {
        await(() -> warehouse.get("/warehouse" + order, "poll").body().size() >= 2);
        return warehouse.get("/warehouse" + order, "poll").body();
    }

    private static void assertTrail(JsonNode trail, int entries, String requestId, String tenant) {
        assertThat(trail.values()).hasSize(entries).allSatisfy(entry -> {
            assertThat(entry.path("requestId").asString()).isEqualTo(requestId);
            assertThat(entry.path("tenant").asString()).isEqualTo(tenant);
        });
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast(() -> assertThat(process.isAlive())
                        .as(TwoServicesTest::warehouseLog)
                        .isTrue())
                .untilAsserted(() -> assertThat(condition.getAsBoolean())
                        .as(TwoServicesTest::warehouseLog)
                        .isTrue());
    }

    private static String warehouseLog() {
        try {
            return Files.readString(folder.resolve("warehouse.log"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
