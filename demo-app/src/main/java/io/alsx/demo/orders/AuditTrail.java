// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import io.alsx.demo.CurrentRequest;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was done for an order, on which thread, and the request that caused it. */
@Component
class AuditTrail {

    private final JdbcClient jdbc;

    private final CurrentRequest currentRequest;

    AuditTrail(JdbcClient jdbc, CurrentRequest currentRequest) {
        this.jdbc = jdbc;
        this.currentRequest = currentRequest;
    }

    /** The id of the request is that of the thread that writes, although nobody handed it on to there. */
    void write(long orderId, String action) {
        jdbc.sql("insert into audit_entry (order_id, request_id, thread, action) values (?, ?, ?, ?)")
                .params(orderId, currentRequest.id(), Thread.currentThread().getName(), action)
                .update();
    }

    List<Entry> of(long orderId) {
        return jdbc.sql("select request_id, thread, action from audit_entry where order_id = ? order by id")
                .param(orderId)
                .query(Entry.class)
                .list();
    }

    /** One thing that was done. */
    record Entry(String requestId, String thread, String action) {}
}
