// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@code CONFORMANCE.md} says: the results of the cases, and which test covers which test file of Node's. */
final class ConformanceDocument {

    private static final Path FILE = Path.of("CONFORMANCE.md");

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

                %d of Node's own test files on asynchronous contexts pin down a rule that can hold in Java; the others are
                about V8, libuv, the debugger, native code or flags. A test of the same name, written anew, covers the point
                of each, with tasks of an executor for timers and ticks, and with futures for promises.

                ### Covered: %d

                | File | Test |
                |---|---|
                %s

                ### Without a counterpart: %d

                | File | Reason |
                |---|---|
                %s
                """.formatted(
                        cases.stream().map(tested -> row(tested, results)).collect(joining("\n")),
                        NodeTestFiles.all().size(),
                        NodeTestFiles.covered().size(),
                        NodeTestFiles.covered().entrySet().stream()
                                .map(file -> row(file.getKey(), file.getValue()))
                                .collect(joining("\n")),
                        NodeTestFiles.withoutCounterpart().size(),
                        NodeTestFiles.withoutCounterpart().entrySet().stream()
                                .map(file -> "| `" + file.getKey() + "` | " + file.getValue() + " |")
                                .collect(joining("\n")));
    }

    private static String row(ConformanceCase tested, Map<String, String> results) {
        return "| " + tested.id() + " | " + tested.title().replace("|", "\\|") + " | "
                + results.getOrDefault(tested.id(), "not run") + (tested.differs() ? ", differs on purpose" : "")
                + " |";
    }

    private static String row(String file, List<Method> tests) {
        return "| `" + file + "` | "
                + tests.stream()
                        .map(test -> "`" + test.getDeclaringClass().getSimpleName() + "." + test.getName() + "`")
                        .collect(joining(", "))
                + " |";
    }
}
