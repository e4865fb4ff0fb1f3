// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Executes the conformance cases, whose logs were recorded from Node, and writes {@code target/conformance.json}. The
 * system property {@code alsx.conformance.dir} names a folder with other cases of the same form.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {

    private static final String FOLDER = "alsx.conformance.dir";

    private static final long STACK_SIZE = 64L << 20;

    private final List<Outcome> outcomes = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> logsWhatTheCaseExpects() throws IOException, URISyntaxException {
        return cases().stream().map(tested -> DynamicTest.dynamicTest(tested.toString(), () -> test(tested)));
    }

    @AfterAll
    void writeOutcomes() throws IOException, URISyntaxException {
        Path report = Path.of("target", "conformance.json");
        Files.createDirectories(report.getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), Map.of("cases", outcomes));
        if (System.getProperty(FOLDER) == null) {
            ConformanceDocument.verify(
                    cases(), outcomes.stream().collect(Collectors.toMap(Outcome::id, Outcome::inWords)));
        }
    }

    private static List<ConformanceCase> cases() throws IOException, URISyntaxException {
        String folder = System.getProperty(FOLDER);
        if (folder != null) {
            return ConformanceCase.in(Path.of(folder), "");
        }
        URL sample = Objects.requireNonNull(ConformanceTest.class.getResource("/conformance"));
        return ConformanceCase.in(Path.of(sample.toURI()), "cases");
    }

    private void test(ConformanceCase tested) throws Throwable {
        Optional<String> skipped = ConformanceSkips.reason(tested);
        if (skipped.isPresent()) {
            outcomes.add(new Outcome(tested.id(), "skipped", skipped.get()));
            abort(skipped.get());
        }
        try {
            List<String> log = logOf(tested);
            assertThat(log)
                    .withFailMessage("expected %s but logged %s", tested.expected(), log)
                    .isEqualTo(tested.expected());
            outcomes.add(new Outcome(tested.id(), "pass", null));
        } catch (Throwable e) {
            outcomes.add(new Outcome(tested.id(), "fail", e.toString()));
            throw e;
        }
    }

    /** A thread of its own: its context is empty, and its stack fit for deep nesting. */
    private static List<String> logOf(ConformanceCase tested) throws Throwable {
        FutureTask<List<String>> execution = new FutureTask<>(() -> ConformanceInterpreter.log(tested));
        Thread thread = new Thread(null, execution, "case-" + tested.id(), STACK_SIZE);
        thread.setDaemon(true);
        thread.start();
        try {
            return execution.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        } finally {
            execution.cancel(true);
        }
    }

    /** The outcome of a case, in the form of the report. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Outcome(
            String id, String result, @Nullable String reason) {

        private String inWords() {
            return "skipped".equals(result) ? "skipped: " + reason : result;
        }
    }
}
