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
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes {@code docs/surfaces.md} of what {@link SurfaceListener} wrote on each line, and fails where a cell is missing.
 * To be called with the folder of those files, the document to write, and the lines that are to be in it.
 */
final class SurfaceTable {

    private static final List<String> THREADS = List.of("platform", "virtual");

    private static final Pattern PAIR = Pattern.compile("\"(\\w+)\": \"([^\"]*)\"");

    private static final String HEAD = """
            # Surfaces

            Where a store reaches, on each line of Spring Boot, and the test that showed it: on platform threads and, with
            `spring.threads.virtual.enabled` or an executor of virtual threads, on those. A dash: no test of its own, as the
            surface does not depend on the kind of thread, or the application chooses it, or the line has no such thing.
            Made by `.ci/surfaces --write` from full runs of the starter's tests on JDK 25: %s.
            """;

    private static final String REMEDIES = """

            ## What no library can reach without instrumentation

            Code that neither Spring nor the container hands over. An application says it itself, as the test does.

            | Surface | Write | Test |
            |---|---|---|
            """;

    private final List<String> lines;

    private final List<String> problems = new ArrayList<>();

    private final List<String> versions = new ArrayList<>();

    /** Of each row, what is told of it, and the test in each cell, under line and kind of thread. */
    private final Map<String, Map<String, String>> rows = new TreeMap<>();

    private SurfaceTable(List<String> lines) {
        this.lines = lines;
    }

    public static void main(String[] arguments) throws IOException {
        SurfaceTable table = new SurfaceTable(List.of(arguments).subList(2, arguments.length));
        for (String line : table.lines) {
            table.read(line, Path.of(arguments[0], "surfaces-" + line + ".json"));
        }
        String document = table.document();
        if (!table.problems.isEmpty()) {
            table.problems.forEach(System.err::println);
            System.exit(1);
        }
        Files.writeString(Path.of(arguments[1]), document);
    }

    private void read(String line, Path file) throws IOException {
        if (!Files.exists(file)) {
            problems.add(file + " is missing: run the starter's tests on Spring Boot " + line);
            return;
        }
        for (String text : Files.readAllLines(file)) {
            Map<String, String> entry = new HashMap<>();
            Matcher pairs = PAIR.matcher(text);
            while (pairs.find()) {
                entry.put(pairs.group(1), pairs.group(2));
            }
            if (entry.containsKey("surface")) {
                add(line, entry);
            } else if (entry.containsKey("version")) {
                versions.add(entry.get("version"));
                if (Integer.parseInt(entry.get("jdk")) < 21) {
                    problems.add(file + " is of JDK " + entry.get("jdk") + ", which has no virtual threads");
                }
            }
        }
    }

    private void add(String line, Map<String, String> entry) {
        if (!entry.get("passed").equals("true")) {
            problems.add("failed on " + line + ": " + entry.get("test"));
        }
        Map<String, String> row = rows.computeIfAbsent(entry.get("surface"), missing -> new HashMap<>());
        for (String key : List.of("since", "remedy")) {
            row.put(key, entry.get(key));
        }
        row.merge("virtual", entry.get("virtual"), (one, other) -> one.equals("true") ? one : other);
        row.merge(
                line + entry.get("threads"), entry.get("test"), (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    private String document() {
        StringBuilder document = new StringBuilder(HEAD.formatted(String.join(", ", versions)));
        StringBuilder remedies = new StringBuilder(REMEDIES);
        String group = "";
        for (Map.Entry<String, Map<String, String>> row : rows.entrySet()) {
            String[] name = row.getKey().split(": ", 2);
            if (!row.getValue().get("remedy").isEmpty()) {
                remedies.append("| %s | %s | %s |\n"
                        .formatted(
                                name[1],
                                row.getValue().get("remedy"),
                                cell(row.getKey(), lines.get(lines.size() - 1), "platform")));
                continue;
            }
            if (!name[0].equals(group)) {
                group = name[0];
                document.append("\n## ").append(group).append("\n\n| Surface |");
                lines.forEach(line -> document.append(" %s platform | %s virtual |".formatted(line, line)));
                document.append("\n|---|")
                        .append("---|".repeat(2 * lines.size()))
                        .append('\n');
            }
            document.append("| ").append(name[1]).append(" |");
            for (String line : lines) {
                THREADS.forEach(threads -> document.append(" %s |".formatted(cell(row.getKey(), line, threads))));
            }
            document.append('\n');
        }
        return document.append(remedies).toString();
    }

    private String cell(String name, String line, String threads) {
        Map<String, String> row = rows.get(name);
        String test = row.get(line + threads);
        if (test != null) {
            return "`" + test + "`";
        }
        boolean needed = line.compareTo(row.get("since")) >= 0;
        if (needed && (threads.equals("platform") || row.get("virtual").equals("true"))) {
            problems.add("no test passed for " + name + ", line " + line + ", threads " + threads);
        }
        return "–";
    }
}
