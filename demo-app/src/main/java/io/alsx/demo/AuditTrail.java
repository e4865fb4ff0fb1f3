// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was done for an order, on which thread, and the request and the tenant that caused it. */
@Component
public class AuditTrail {

    private final JdbcClient jdbc;

    private final CurrentRequest currentRequest;

    AuditTrail(JdbcClient jdbc, CurrentRequest currentRequest) {
        this.jdbc = jdbc;
        this.currentRequest = currentRequest;
    }

    /**
     * Writes down what was done. The id of the request is that of the thread that writes, although nobody handed it on to
     * there.
     *
     * @param orderId the order
     * @param action what was done for it
     */
    public void write(long orderId, String action) {
        jdbc.sql("insert into audit_entry (order_id, request_id, tenant, thread, action) values (?, ?, ?, ?, ?)")
                .params(
                        orderId,
                        currentRequest.id(),
                        currentRequest.tenant(),
                        Thread.currentThread().getName(),
                        action)
                .update();
    }

    /**
     * What was done for an order.
     *
     * @param orderId the order
     * @return its entries, in the order in which they were written
     */
    public List<Entry> of(long orderId) {
        return jdbc.sql("select request_id, tenant, thread, action from audit_entry where order_id = ? order by id")
                .param(orderId)
                .query(Entry.class)
                .list();
    }

    /**
     * One thing that was done.
     *
     * @param requestId the id of the request; "-" for none
     * @param tenant for whom the request was made; "-" for nobody
     * @param thread the name of the thread
     * @param action what was done
     */
    public record Entry(String requestId, String tenant, String thread, String action) {}
}
