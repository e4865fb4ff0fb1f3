// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code docs/complaints.md} says, and what of it the tests of all modules bear out. */
final class ComplaintTable {

    /** What an answer begins with that names no test. */
    static final List<String> WITHOUT_TEST = List.of("Planned: ", "No remedy: ", "By design: ");

    private static final Path ROOT = Path.of("..");

    private static final List<String> MODULES = List.of("alsx-core", "alsx-spring-boot-starter", "demo-app");

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\| (.+?) \\| (.+) \\|");

    private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");

    private static final Pattern TEST =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b");

    /** By simple name, as there may be one for each line of Spring Boot, or one in each module. */
    private final Map<String, String> sources;

    private ComplaintTable(Map<String, String> sources) {
        this.sources = sources;
    }

    static ComplaintTable read() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.merge(
                            file.getFileName().toString().replace(".java", ""),
                            Files.readString(file),
                            (one, other) -> one + "\n" + other);
                }
            }
        }
        return new ComplaintTable(sources);
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/complaints.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(row.group(1), row.group(2), row.group(3)));
            }
        }
        return rows;
    }

    /** Whether there is such a test, that runs. */
    boolean has(TestName test) {
        String source = sources.getOrDefault(test.type(), "");
        Matcher method = Pattern.compile("\\b(?:void|Stream<DynamicTest>) " + test.method() + "\\(")
                .matcher(source);
        while (method.find()) {
            String annotations = source.substring(source.lastIndexOf("\n\n", method.start()) + 1, method.start());
            if (TEST.matcher(annotations).find() && !annotations.contains("@Disabled")) {
                return true;
            }
        }
        return false;
    }

    /** A complaint, and what there is against it. */
    record Row(String id, String complaint, String answer) {

        char section() {
            return id.charAt(0);
        }

        int number() {
            return Integer.parseInt(id.substring(1));
        }

        List<TestName> tests() {
            return NAME.matcher(answer)
                    .results()
                    .map(name -> new TestName(name.group(1), name.group(2)))
                    .toList();
        }

        boolean isWithoutTest() {
            return WITHOUT_TEST.stream().anyMatch(answer::startsWith);
        }
    }

    record TestName(String type, String method) {

        @Override
        public String toString() {
            return type + "." + method;
        }
    }
}
