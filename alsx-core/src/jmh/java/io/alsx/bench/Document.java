// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The documentation of a duel, in Markdown. */
final class Document {

    private final Summary summary;

    private final List<BarChart> charts;

    Document(Summary summary, List<BarChart> charts) {
        this.summary = summary;
        this.charts = charts;
    }

    String text() {
        List<String> lines = new ArrayList<>(List.of(
                "# Benchmarks",
                "",
                "Written by `.ci/bench --write`, which repeats all of it; do not edit. The candidates of an operation alternate"
                        + " in short forks,",
                "and ratios are taken inside each round: the median, and in parentheses the least and the greatest. Bytes are"
                        + " exact, and",
                "without the user's own store.",
                ""));
        lines.addAll(Machine.describe());
        lines.add("| Date | " + LocalDate.now() + " |");
        summary.jvms().forEach(jvm -> lines.add("| JVM | " + jvm + " |"));
        lines.addAll(List.of("", "## To reach", ""));
        lines.addAll(targets(summary));
        lines.addAll(List.of("", "## All ratios", ""));
        charts.forEach(chart -> lines.add("![" + chart.title() + "](benchmarks/" + chart.file() + ")\n"));
        lines.addAll(all());
        lines.addAll(
                List.of(
                        "",
                        "`mvn -Pbench -pl alsx-core verify -Dbench=<regex>` runs the benchmarks themselves, those whose names match,"
                                + " at their",
                        "own pace; the starter's with `-pl alsx-spring-boot-starter -am`. Times of single runs are not to be compared."));
        return String.join("\n", lines) + "\n";
    }

    static List<String> targets(Summary summary) {
        List<String> lines = new ArrayList<>();
        lines.add("| Operation | | must | aim | "
                + summary.jdks().stream().map(jdk -> "JDK " + jdk).collect(Collectors.joining(" | "))
                + " | met | aim met |");
        lines.add("|---|---|---|---|" + "---|".repeat(summary.jdks().size() + 2));
        Targets.all().forEach(target -> lines.add(row(summary, target)));
        return lines;
    }

    private static String row(Summary summary, Target target) {
        List<String> cells = new ArrayList<>(List.of(
                target.op(),
                target.what(),
                "≤ " + target.show(target.must()),
                target.aim().isPresent() ? "≤ " + target.show(target.aim().getAsDouble()) : ""));
        List<Spread> figures = new ArrayList<>();
        for (int jdk : summary.jdks()) {
            Optional<Spread> figure = target.figure().in(summary, jdk);
            cells.add(figure.map(spread -> show(target, spread)).orElse("–"));
            figure.ifPresent(figures::add);
        }
        cells.add(figures.isEmpty() ? "not measured" : yesOrNo(figures.stream().allMatch(target::isMet)));
        boolean aims = target.aim().isPresent() && !figures.isEmpty();
        cells.add(aims ? yesOrNo(figures.stream().allMatch(target::aimIsMet)) : "");
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String yesOrNo(boolean is) {
        return is ? "yes" : "**no**";
    }

    private static String show(Target target, Spread spread) {
        return spread.min() == spread.max() ? target.show(spread.median()) : show(spread);
    }

    private static String show(Spread spread) {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", spread.median(), spread.min(), spread.max());
    }

    private List<String> all() {
        List<String> lines = new ArrayList<>(List.of(
                "| Operation | Implementation | JDK | n | ratio | to | B/op |", "|---|---|---|---|---|---|---|"));
        for (Summary.Line line : summary.lines()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %d | %s | %s | %s |",
                    line.op(),
                    line.impl(),
                    line.jdk(),
                    line.n(),
                    show(line.ratioToThreadLocal()),
                    line.reference(),
                    line.bytesPerOp() == null ? "" : String.format(Locale.ROOT, "%.1f", line.bytesPerOp())));
        }
        return lines;
    }
}
