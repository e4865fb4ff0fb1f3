// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import io.alsx.demo.AuditTrail;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Service;

/** Carries orders out. No step is handed the request or its id: each finds it, where it needs it. */
@Service
class OrderDesk {

    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);

    private final OrderRepository orders;

    private final PriceList prices;

    private final AuditTrail auditTrail;

    private final Confirmations confirmations;

    private final ApplicationEventPublisher events;

    private final AsyncTaskExecutor applicationTaskExecutor;

    OrderDesk(
            OrderRepository orders,
            PriceList prices,
            AuditTrail auditTrail,
            Confirmations confirmations,
            ApplicationEventPublisher events,
            AsyncTaskExecutor applicationTaskExecutor) {
        this.orders = orders;
        this.prices = prices;
        this.auditTrail = auditTrail;
        this.confirmations = confirmations;
        this.events = events;
        this.applicationTaskExecutor = applicationTaskExecutor;
    }

    Order place(OrderRequest request) {
        request.check(prices.items());
        String customer = request.customer();
        long id = orders.insert(customer);
        LOG.info("Order {} of {} has come in", id, customer);
        auditTrail.write(id, "came in");
        events.publishEvent(new OrderPlaced(id, customer));
        Order order = new Order(id, customer, price(id, request));
        orders.insertLines(order);
        confirmations.send(order);
        return order;
    }

    /** All lines at once, on the threads of Spring Boot's executor. */
    private List<Order.Line> price(long id, OrderRequest request) {
        List<CompletableFuture<Order.Line>> lines = request.lines().stream()
                .map(line -> CompletableFuture.supplyAsync(
                        () -> price(id, request.customer(), line), applicationTaskExecutor))
                .toList();
        return lines.stream().map(CompletableFuture::join).toList();
    }

    private Order.Line price(long id, String customer, OrderRequest.Line line) {
        Order.Line priced = new Order.Line(line.item(), line.quantity(), prices.of(line.item()));
        LOG.info("Order {} of {}: {} x {} is {}", id, customer, line.quantity(), line.item(), priced.price());
        auditTrail.write(id, "priced " + line.quantity() + " x " + line.item());
        return priced;
    }
}
