// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the figures that the README quotes between its markers. */
final class Readme {

    private static final Pattern MARKED = Pattern.compile("(<!-- figures -->\n).*?(<!-- /figures -->)", Pattern.DOTALL);

    private static final List<String> QUOTED =
            List.of("getStore", "run", "snapshot", "bind and run", "run, bind, run bound");

    private static final List<String> PEERS =
            List.of("alsx", "openTelemetry", "scopedValue", "grpc", "micrometer", "ttl");

    private Readme() {}

    static void write(Path readme, Summary summary) throws IOException {
        Matcher marked = MARKED.matcher(Files.readString(readme));
        if (!marked.find()) {
            throw new IllegalArgumentException(readme + " has no markers for figures.");
        }
        Files.writeString(readme, marked.replaceFirst("$1" + Matcher.quoteReplacement(figures(summary)) + "$2"));
    }

    private static String figures(Summary summary) {
        int jdk = summary.jdks().get(summary.jdks().size() - 1);
        String header =
                "\nTime in relation to a raw `ThreadLocal`, and bytes, JDK %d, %s:\n\n".formatted(jdk, LocalDate.now());
        String names = "| | " + String.join(" | ", PEERS) + " |\n|---|" + "---|".repeat(PEERS.size()) + "\n";
        return header + names + QUOTED.stream().map(op -> row(summary, op, jdk)).collect(Collectors.joining()) + "\n";
    }

    private static String row(Summary summary, String op, int jdk) {
        return PEERS.stream()
                .map(impl -> cell(summary, op, impl, jdk))
                .collect(Collectors.joining(" | ", "| " + op + " | ", " |\n"));
    }

    private static String cell(Summary summary, String op, String impl, int jdk) {
        return summary.lines(op).stream()
                .filter(line -> line.impl().equals(impl) && line.jdk() == jdk)
                .findFirst()
                .map(line -> String.format(
                        Locale.ROOT,
                        "%.1f × / %.0f B",
                        line.ratioToThreadLocal().median(),
                        line.bytesPerOp()))
                .orElse("");
    }
}
