// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Makes {@code docs/compatibility.md} of what {@link RunListener} wrote, and fails where a run that is asked for is
 * missing, failed or was of a few tests only. To be called with the document to write, the runs that are asked for, each
 * as {@code line/jdk} and all in one argument, and the folders in which to look.
 */
final class CompatibilityTable {

    private static final List<String> LINES = List.of("3.5", "4.0", "4.1", "4.2");

    private static final List<String> JDKS = List.of("17", "25");

    /** What Maven is told on a later line, to leave out the module of the core. */
    private static final List<String> ALL = List.of("", "io.alsx.spring.**");

    private static final String HEAD = """
            # Compatibility

            How many tests of the starter passed on each line of Spring Boot and each JDK, with the same class files of the
            starter. Skipped (a class counts once) are tests of what the machine or the JDK lacks: a RabbitMQ, a browser,
            virtual threads.
            On 4.2, a milestone, tests of modules that it does not have yet are not there.
            Made by `.ci/compatibility --write` from runs of the starter's tests.

            | Spring Boot | JDK 17 | JDK 25 |
            |---|---|---|
            """;

    private final Map<String, Properties> runs = new HashMap<>();

    private CompatibilityTable() {}

    public static void main(String[] arguments) throws IOException {
        CompatibilityTable table = new CompatibilityTable();
        for (String folder : List.of(arguments).subList(2, arguments.length)) {
            table.read(Path.of(folder));
        }
        List<String> problems = table.problems(List.of(arguments[1].split(" ")));
        if (!problems.isEmpty()) {
            problems.forEach(System.err::println);
            System.exit(1);
        }
        Files.writeString(Path.of(arguments[0]), table.document());
    }

    private void read(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "tests-*.properties")) {
            for (Path file : files) {
                Properties run = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    run.load(reader);
                }
                runs.put(run.getProperty("line") + "/" + run.getProperty("jdk"), run);
            }
        }
    }

    private List<String> problems(List<String> asked) {
        List<String> problems = new ArrayList<>();
        for (String cell : asked) {
            Properties run = runs.get(cell);
            if (run == null) {
                problems.add("not run: the starter's tests on Spring Boot and JDK " + cell);
            } else if (!run.getProperty("failed").equals("0")) {
                problems.add(run.getProperty("failed") + " failed on Spring Boot and JDK " + cell);
            } else if (!ALL.contains(run.getProperty("selection"))) {
                problems.add("only " + run.getProperty("selection") + " ran on Spring Boot and JDK " + cell);
            }
        }
        return problems;
    }

    private String document() {
        StringBuilder document = new StringBuilder(HEAD);
        for (String line : LINES) {
            String version = JDKS.stream()
                    .map(jdk -> runs.get(line + "/" + jdk))
                    .filter(run -> run != null)
                    .map(run -> run.getProperty("version"))
                    .findFirst()
                    .orElse(line);
            document.append("| ").append(version).append(" |");
            JDKS.forEach(
                    jdk -> document.append(" ").append(cell(line + "/" + jdk)).append(" |"));
            document.append('\n');
        }
        return document.toString();
    }

    private String cell(String name) {
        Properties run = runs.get(name);
        if (run == null) {
            return "not run";
        }
        String counts = run.getProperty("passed");
        for (String other : List.of("failed", "skipped")) {
            counts += run.getProperty(other).equals("0") ? "" : ", " + run.getProperty(other) + " " + other;
        }
        return ALL.contains(run.getProperty("selection")) ? counts : counts + ", of a sample";
    }
}
