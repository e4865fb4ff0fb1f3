// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.spring.RequestLog.Entry;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without automatic propagation, the store is there until the thread changes, and then in Reactor's context only. */
class LimitedReactiveRequestTest extends ReactiveRequestContract {

    @BeforeAll
    static void start() {
        start(OnNetty.class);
    }

    @Override
    List<String> concurrentPaths() {
        return List.of("/plain", "/functional", "/limited", "/body", "/body-first");
    }

    @ParameterizedTest
    @CsvSource({
        "/plain, 'filter, controller', 'outermost: after'",
        "/functional, 'filter, filter function, handler function', 'outermost: after'",
        "/mono, 'filter, controller', 'boundedElastic, parallel, single, of an executor, beforeCommit, doFinally'",
        "/fail, 'filter', '@ExceptionHandler, after @ExceptionHandler'",
        "/unhandled, 'filter, in view of WebExceptionHandler', 'WebExceptionHandler'",
        "/limited, 'filter, deferContextual, handle', 'outermost: after'",
    })
    @Surface(value = "WebFlux: without automatic propagation, up to the first change of thread", virtual = false)
    void showsTheStoreOrNoneButNeverAnother(String path, String with, String without) {
        application.get("/plain", "X-Request-Id", "another", "X-Leak", "true");
        awaitEnds(1);
        application.get(path, "X-Request-Id", "one");
        awaitEntries("one", with.split(", "));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(log.inside())
                        .filteredOn(entry -> entry.store() == null)
                        .extracting(Entry::where)
                        .contains(without.split(", ")));

        assertThat(entries("one")).extracting(Entry::where).containsExactly(with.split(", "));
        assertThat(entries("another")).extracting(Entry::where).containsExactly("filter", "controller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/body", "/body-first"})
    void showsTheStoreWhereTheBodyIsRead(String path) {
        String large = "x".repeat(200_000);

        assertThat(application.post(path, large, "X-Request-Id", "one").body()).isEqualTo("one");
    }
}
