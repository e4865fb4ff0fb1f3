// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import io.alsx.demo.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Sends mails, or would: it logs them. */
@Component
class Confirmations {

    private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);

    private final AuditTrail auditTrail;

    Confirmations(AuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    /** Returns at once; the mail is sent on another thread, maybe after the response. */
    @Async
    void send(Order order) {
        LOG.info("Order {} of {} is confirmed by mail: {} in total", order.id(), order.customer(), order.total());
        auditTrail.write(order.id(), "confirmed by mail");
    }
}
