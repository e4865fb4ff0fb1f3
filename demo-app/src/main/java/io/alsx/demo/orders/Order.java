// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import java.math.BigDecimal;
import java.util.List;

/** An order whose lines have prices. */
record Order(long id, String customer, List<Line> lines, BigDecimal total) {

    Order(long id, String customer, List<Line> lines) {
        this(id, customer, lines, lines.stream().map(Line::price).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** One line of the order. */
    record Line(String item, int quantity, BigDecimal unitPrice) {

        BigDecimal price() {
            return unitPrice.multiply(BigDecimal.valueOf(quantity));
        }
    }
}
