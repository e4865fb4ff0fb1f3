// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.orders;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

@Component
class PriceList {

    private final SortedMap<String, BigDecimal> prices = new TreeMap<>();

    PriceList() {
        prices.put("cake", new BigDecimal("2.80"));
        prices.put("coffee", new BigDecimal("4.10"));
        prices.put("tea", new BigDecimal("3.20"));
    }

    Set<String> items() {
        return Collections.unmodifiableSet(prices.keySet());
    }

    BigDecimal of(String item) {
        return Objects.requireNonNull(prices.get(item), item);
    }
}
