// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import io.alsx.demo.AuditTrail;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/orders")
class OrderController {

    private final OrderDesk desk;

    private final OrderRepository orders;

    private final AuditTrail auditTrail;

    OrderController(OrderDesk desk, OrderRepository orders, AuditTrail auditTrail) {
        this.desk = desk;
        this.orders = orders;
        this.auditTrail = auditTrail;
    }

    @PostMapping
    ResponseEntity<Order> place(@RequestBody OrderRequest request) {
        Order order = desk.place(request);
        return ResponseEntity.created(URI.create("/orders/" + order.id())).body(order);
    }

    @GetMapping("/{id}")
    OrderView show(@PathVariable long id) {
        Order order = orders.find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no order " + id + "."));
        return new OrderView(order, auditTrail.of(id));
    }

    /** An order and what was done for it. */
    record OrderView(Order order, List<AuditTrail.Entry> auditTrail) {}
}
