// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SeededDefects.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.spring.SeededDefects.Code;
import io.alsx.spring.SeededDefects.Defect;
import io.alsx.spring.insight.ContextObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of the usual mistakes is found, once and with what mends it, and the code without it is left in peace. */
class SeededDefectTest {

    private static RunningApplication application;

    private static ContextObserver observer;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(
                SeededDefects.Application.class,
                "alsx.diagnostics.lost-context=log",
                "alsx.diagnostics.leaks=log",
                "alsx.executors.exclude=excluded");
        observer = application.bean(ContextObserver.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    static List<Defect> defects() {
        return new SeededDefects(application).all();
    }

    @Test
    void areTwenty() {
        assertThat(defects()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("defects")
    void isReportedWithItsCauseAndARemedy(Defect defect) throws Exception {
        long before = total();
        run(defect.wrong());

        await().atMost(20, TimeUnit.SECONDS).until(() -> total() > before);
        assertThat(last(total() - before))
                .anySatisfy(report -> assertThat(report).contains(defect.report()));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void isNotReportedWhereItIsMended(Defect defect) throws Exception {
        long before = total();
        run(defect.right());
        run(end -> application
                .context()
                .getBean("pool", java.util.concurrent.Executor.class)
                .execute(() -> end.complete("")));

        assertThat(last(total() - before)).isEmpty();
    }

    private static void run(Code code) throws Exception {
        CompletableFuture<Object> end = new CompletableFuture<>();
        USER.<Object, Exception>run("ada", () -> {
            code.run(end);
            return end.get(20, TimeUnit.SECONDS);
        });
    }

    private static long total() {
        return observer.lostContexts().total() + observer.misusedScopes().total();
    }

    /** The newest reports of both kinds. */
    private static List<String> last(long count) {
        return Stream.of(
                        observer.lostContexts().recent(),
                        observer.misusedScopes().recent())
                .flatMap(all -> all.stream().skip(Math.max(0, all.size() - count)))
                .map(String::valueOf)
                .limit(count == 0 ? 0 : Long.MAX_VALUE)
                .toList();
    }
}
