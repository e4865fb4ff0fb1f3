// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.warehouse;

import io.alsx.demo.AuditTrail;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reserves what is ordered. */
@RestController
@Profile("warehouse")
@RequestMapping("/warehouse/orders/{id}")
class WarehouseController {

    private static final Logger LOG = LoggerFactory.getLogger(WarehouseController.class);

    private final AuditTrail auditTrail;

    WarehouseController(AuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reserve(@PathVariable long id) {
        LOG.info("Order {} is reserved", id);
        auditTrail.write(id, "reserved");
    }

    @GetMapping
    List<AuditTrail.Entry> show(@PathVariable long id) {
        return auditTrail.of(id);
    }
}
