// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import io.alsx.demo.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * The warehouse, where it is a service of its own: an order is reserved with a call, and shipped with a message. Neither
 * says for which request; the warehouse knows.
 */
@Component
@Profile("shop")
class RemoteWarehouse {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWarehouse.class);

    private final RestClient warehouse;

    private final KafkaTemplate<String, String> kafka;

    private final AuditTrail auditTrail;

    RemoteWarehouse(
            RestClient.Builder builder,
            KafkaTemplate<String, String> kafka,
            AuditTrail auditTrail,
            @Value("${demo.warehouse}") String warehouse) {
        this.warehouse = builder.baseUrl(warehouse).build();
        this.kafka = kafka;
        this.auditTrail = auditTrail;
    }

    @EventListener
    void reserveFor(OrderPlaced event) {
        warehouse
                .post()
                .uri("/warehouse/orders/{id}", event.orderId())
                .retrieve()
                .toBodilessEntity();
        LOG.info("Order {} of {} is reserved at the warehouse", event.orderId(), event.customer());
        auditTrail.write(event.orderId(), "reserved at the warehouse");
    }

    @Async
    @EventListener
    void shipFor(OrderPlaced event) {
        kafka.send("shipments", String.valueOf(event.orderId())).join();
        LOG.info("Order {} of {} is handed over for shipment", event.orderId(), event.customer());
        auditTrail.write(event.orderId(), "handed over for shipment");
    }
}
