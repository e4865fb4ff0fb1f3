// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;

/** What {@code CONFORMANCE.md} says: the results of the cases, and which test covers which test file of Node's. */
final class ConformanceDocument {

    private static final Path FILE = Path.of("CONFORMANCE.md");

    private static final List<Class<?>> NODE_SUITE = List.of(
            NodeSuiteStoresTest.class,
            NodeSuitePropagationTest.class,
            NodeSuiteNetworkTest.class,
            NodeSuiteResourcesTest.class,
            NodeSuiteHooksTest.class);

    private ConformanceDocument() {}

    /** Fails unless the file says what the results are; with {@code -Dalsx.conformance.write}, writes it instead. */
    static void verify(List<ConformanceCase> cases, Map<String, String> results) throws IOException {
        String document = render(cases, results);
        if (System.getProperty("alsx.conformance.write") != null) {
            Files.writeString(FILE, document);
        } else if (!Files.exists(FILE) || !Files.readString(FILE).equals(document)) {
            throw new AssertionError("CONFORMANCE.md does not say what the results are. Write it anew:"
                    + " mvn -pl alsx-core test -Dtest=ConformanceTest -Dalsx.conformance.write");
        }
    }

    private static String render(List<ConformanceCase> cases, Map<String, String> results) {
        return """
                # Conformance with Node

                Made from the results of `ConformanceTest` by `mvn -pl alsx-core test -Dtest=ConformanceTest \
                -Dalsx.conformance.write`; do not edit.

                ## Cases

                What each case logs was recorded from real Node. Where alsx differs on purpose, the case says what alsx logs
                instead; the reasons are in [RATIONALE.md](../RATIONALE.md#differences-from-node).

                | Case | What it shows | Result |
                |---|---|---|
                %s

                ## Test files of Node's

                Each of these has a test of ours that covers its point.

                | File | Test |
                |---|---|
                %s
                """.formatted(
                cases.stream().map(tested -> row(tested, results)).collect(joining("\n")),
                NODE_SUITE.stream().flatMap(ConformanceDocument::rows).sorted().collect(joining("\n")));
    }

    private static String row(ConformanceCase tested, Map<String, String> results) {
        return "| " + tested.id() + " | " + tested.title().replace("|", "\\|") + " | "
                + results.getOrDefault(tested.id(), "not run") + (tested.differs() ? ", differs on purpose" : "")
                + " |";
    }

    private static Stream<String> rows(Class<?> suite) {
        return Arrays.stream(suite.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(DisplayName.class))
                .flatMap(ConformanceDocument::rows);
    }

    /** Files of one folder may share a test; only the first is named with the folder. */
    private static Stream<String> rows(Method test) {
        String name = test.getAnnotation(DisplayName.class).value();
        return Arrays.stream(name.split(",\\s*"))
                .map(file -> "| `" + file + "` | `" + test.getDeclaringClass().getSimpleName() + "." + test.getName()
                        + "` |");
    }
}
