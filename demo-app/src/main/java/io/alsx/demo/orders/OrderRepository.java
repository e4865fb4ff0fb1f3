// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

@Repository
class OrderRepository {

    private final JdbcClient jdbc;

    OrderRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long insert(String customer) {
        KeyHolder id = new GeneratedKeyHolder();
        jdbc.sql("insert into orders (customer) values (?)").param(customer).update(id, "id");
        return Objects.requireNonNull(id.getKey()).longValue();
    }

    void insertLines(Order order) {
        for (Order.Line line : order.lines()) {
            jdbc.sql("insert into order_line (order_id, item, quantity, unit_price) values (?, ?, ?, ?)")
                    .params(order.id(), line.item(), line.quantity(), line.unitPrice())
                    .update();
        }
    }

    Optional<Order> find(long id) {
        return jdbc.sql("select customer from orders where id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .map(customer -> new Order(id, customer, linesOf(id)));
    }

    private List<Order.Line> linesOf(long id) {
        return jdbc.sql("select item, quantity, unit_price from order_line where order_id = ? order by id")
                .param(id)
                .query(Order.Line.class)
                .list();
    }
}
