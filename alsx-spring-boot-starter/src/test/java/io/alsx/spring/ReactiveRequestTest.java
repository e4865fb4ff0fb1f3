// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.RequestLog.Entry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With automatic propagation, everything of a reactive request sees its store, on whatever thread. */
class ReactiveRequestTest extends ReactiveRequestContract {

    @BeforeAll
    static void start() {
        start(OnNetty.class, "alsx.reactor.automatic=true");
    }

    @Override
    List<String> concurrentPaths() {
        return List.of("/plain", "/mono", "/future", "/operators", "/client", "/functional", "/body", "/body-first");
    }

    @ParameterizedTest
    @CsvSource({
        "/plain, 'controller'",
        "/mono, 'controller, boundedElastic, parallel, single, immediate, of an executor, beforeCommit, doFinally'",
        "/future, 'after a future, after that'",
        "/operators, 'operator'",
        "/functional, 'filter function, handler function'",
        "/functional-fail, 'filter function, error function'",
        "/fail, '@ExceptionHandler, after @ExceptionHandler'",
        "/unhandled, 'WebExceptionHandler, in view of WebExceptionHandler'",
        "/nowhere, 'WebExceptionHandler, in view of WebExceptionHandler'",
        "/limited, 'deferContextual, handle'",
        "/time-out, 'given up, fallback'",
    })
    @Surface(
            value = "WebFlux: controllers, functional handlers, error handlers, operators, with automatic propagation",
            virtual = false)
    void showsTheSameStoreEverywhere(String path, String places) {
        application.get(path, "X-Request-Id", path);
        awaitEntries(path, places.split(", "));
        awaitEntries(path, "filter", "outermost: after");

        RequestStore first = Objects.requireNonNull(entries(path).get(0).store());
        assertThat(first.path()).isEqualTo(path);
        assertThat(entries(path))
                .allSatisfy(entry -> assertThat(entry.store()).as(entry.where()).isSameAs(first));
        assertThat(log.inside())
                .allSatisfy(entry -> assertThat(entry.store()).as(entry.where()).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/body", "/body-first"})
    @Surface(value = "WebFlux: the body of a request", virtual = false)
    void showsTheStoreWhereTheBodyIsRead(String path) {
        String large = "x".repeat(200_000);

        assertThat(application.post(path, large, "X-Request-Id", "one").body()).isEqualTo("one");
    }

    @Test
    @Surface(value = "WebFlux: `WebClient` and its filters", virtual = false)
    void showsTheStoreAroundACallThatThisApplicationAnswersItself() {
        assertThat(application.body("/client", "X-Request-Id", "one")).isEqualTo("one");
        awaitEntries("one", "outermost: after");
        awaitEntries("inner", "outermost: after");

        assertThat(entries("one"))
                .extracting(Entry::where)
                .containsExactly(
                        "filter", "controller", "exchange filter", "response", "after the call", "outermost: after");
        assertThat(entries("inner")).extracting(Entry::where).contains("filter", "controller");
    }

    @Test
    void showsTheStoreWhereACallFails() {
        assertThat(application.body("/client-fail", "X-Request-Id", "one")).isEqualTo("one");
        awaitEntries("one", "response", "onStatus", "onErrorResume");
    }
}
