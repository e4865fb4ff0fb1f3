// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.warehouse;

import io.alsx.demo.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Ships what the shop hands over. */
@Component
@Profile("warehouse")
class Shipments {

    private static final Logger LOG = LoggerFactory.getLogger(Shipments.class);

    private final AuditTrail auditTrail;

    Shipments(AuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    @KafkaListener(topics = "shipments", groupId = "warehouse")
    void ship(String orderId) {
        LOG.info("Order {} is shipped", orderId);
        auditTrail.write(Long.parseLong(orderId), "shipped");
    }
}
