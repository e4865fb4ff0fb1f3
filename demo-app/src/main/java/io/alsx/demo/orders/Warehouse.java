// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import io.alsx.demo.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Knows of orders only through events. */
@Component
class Warehouse {

    private static final Logger LOG = LoggerFactory.getLogger(Warehouse.class);

    private final AuditTrail auditTrail;

    Warehouse(AuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    @EventListener
    void reserveFor(OrderPlaced event) {
        LOG.info("Order {} of {} is announced to the warehouse", event.orderId(), event.customer());
        auditTrail.write(event.orderId(), "announced to the warehouse");
    }
}
