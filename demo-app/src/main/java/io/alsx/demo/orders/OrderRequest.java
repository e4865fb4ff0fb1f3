// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What a customer sends, and what is wrong with it. */
record OrderRequest(
        String customer,
        @JsonSetter(contentNulls = Nulls.FAIL) List<Line> lines) {

    /** What the JSON leaves out arrives as null. */
    OrderRequest {
        customer = Objects.requireNonNullElse(customer, "").strip();
        lines = List.copyOf(Objects.requireNonNullElse(lines, List.of()));
    }

    /** Fails with a status of 400 unless the order can be carried out. */
    void check(Set<String> items) {
        check(!customer.isEmpty(), "An order needs a customer.");
        check(customer.length() <= 60, "The name of a customer has at most 60 characters.");
        check(customer.chars().noneMatch(Character::isISOControl), "The name of a customer is a single line of text.");
        check(!lines.isEmpty(), "An order needs at least one line.");
        check(lines.size() <= 50, "An order has at most 50 lines.");
        for (Line line : lines) {
            check(items.contains(line.item()), "Each line needs one of these items: " + String.join(", ", items) + ".");
            check(line.quantity() >= 1 && line.quantity() <= 1000, "A quantity is from 1 to 1000.");
        }
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, otherwise);
        }
    }

    /** One line of the request. */
    record Line(String item, int quantity) {

        Line {
            item = Objects.requireNonNullElse(item, "").strip();
        }
    }
}
