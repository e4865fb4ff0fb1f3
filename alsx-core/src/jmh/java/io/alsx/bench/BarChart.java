// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The ratios of an operation as bars, a bar for each implementation and JDK. */
final class BarChart {

    private static final int ROW = 22;

    private static final int TOP = 44;

    private static final int LEFT = 190;

    private static final int WIDTH = 720;

    private static final int LONGEST = 400;

    /** Longer ones are cut, as they would leave nothing of the others. */
    private static final double GREATEST = 8;

    private final String op;

    private final List<Summary.Line> lines;

    private BarChart(String op, List<Summary.Line> lines) {
        this.op = op;
        this.lines = lines;
    }

    /** A chart for each operation that several do. */
    static List<BarChart> of(Summary summary) {
        List<BarChart> charts = new ArrayList<>();
        for (String op : summary.ops()) {
            List<Summary.Line> lines = summary.lines(op).stream()
                    .sorted(Comparator.comparingInt(Summary.Line::jdk)
                            .thenComparingDouble(
                                    line -> line.ratioToThreadLocal().median()))
                    .toList();
            if (lines.stream().map(Summary.Line::impl).distinct().count() > 2) {
                charts.add(new BarChart(op, lines));
            }
        }
        return charts;
    }

    String title() {
        return op + ", in relation to " + lines.get(0).reference();
    }

    String file() {
        return op.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
    }

    String svg() {
        double longest = Math.min(
                GREATEST,
                lines.stream()
                        .mapToDouble(line -> line.ratioToThreadLocal().median())
                        .max()
                        .orElse(1));
        StringBuilder svg = new StringBuilder(String.format("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="13">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                <text x="10" y="24" font-size="15" font-weight="bold">%3$s</text>
                """, WIDTH, TOP + ROW * lines.size() + 10, title()));
        for (int i = 0; i < lines.size(); i++) {
            svg.append(bar(lines.get(i), TOP + ROW * i, longest));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Summary.Line line, int top, double longest) {
        double ratio = line.ratioToThreadLocal().median();
        int width = (int) Math.max(1, LONGEST * Math.min(ratio, longest) / longest);
        String bytes = line.bytesPerOp() == null ? "" : String.format(Locale.ROOT, ", %.0f B", line.bytesPerOp());
        String figure = String.format(Locale.ROOT, "%s%.2f ×%s", ratio > longest ? "… " : "", ratio, bytes);
        String colour = line.impl().startsWith("alsx") ? "#1a7f64" : "#9aa5b1";
        return """
                <text x="%d" y="%d" text-anchor="end">%s, JDK %d</text>
                <rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>
                <text x="%d" y="%d">%s</text>
                """.formatted(
                        LEFT - 8,
                        top + 15,
                        line.impl(),
                        line.jdk(),
                        LEFT,
                        top + 3,
                        width,
                        ROW - 6,
                        colour,
                        LEFT + width + 6,
                        top + 15,
                        figure);
    }
}
