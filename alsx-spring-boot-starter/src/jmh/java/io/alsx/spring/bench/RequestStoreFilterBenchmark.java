// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bench;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.StubExchange;
import io.alsx.spring.entry.RequestIdAccess;
import io.alsx.spring.entry.RequestIdPolicy;
import io.alsx.spring.entry.RequestStoreFilter;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.hop.ContextCarrier;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** What the filter does for each request, which brings no id along. */
public class RequestStoreFilterBenchmark extends Measured {

    private final Filter filter = new RequestStoreFilter(
            new RequestStores(
                    AsyncLocalStorage.named("request"),
                    RequestStore::new,
                    List.of(),
                    new RequestIdPolicy("X-Request-Id", true, true),
                    List.of()),
            true,
            new ContextCarrier(List.of()).bridges());

    private final StubExchange exchange = new StubExchange(null);

    @Benchmark
    public void alsx() throws IOException, ServletException {
        filter.doFilter(exchange.newRequest(), exchange.response(), StubExchange.CHAIN);
    }

    /** What any filter with such a store would have to do. */
    @Benchmark
    public Object storeAlone() {
        return new RequestStore(RequestIdAccess.next(), "GET", "/orders");
    }
}
