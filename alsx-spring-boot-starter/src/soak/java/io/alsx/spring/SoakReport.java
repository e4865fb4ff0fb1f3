// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.util.HtmlUtils;

/** What a run has measured, as figures, as curves and as the table of {@code docs/soak.md}. */
final class SoakReport {

    private static final int WIDTH = 800;

    private static final int HEIGHT = 160;

    /** What has to stay as it is, in an hour, over the second half of the run, which is past the warm-up. */
    private static final Map<String, ToDoubleFunction<Sample>> FLAT = new LinkedHashMap<>();

    static {
        FLAT.put("heap after a collection, MB", Sample::heapMegabytes);
        FLAT.put("threads", Sample::threads);
        FLAT.put("timers", Sample::timers);
        FLAT.put("loaded classes", Sample::classes);
    }

    private final List<Sample> samples = new ArrayList<>();

    private long start;

    private record Sample(double seconds, long hops, double heapMegabytes, int threads, int timers, int classes) {}

    /** A rise in an hour, and its standard error. */
    private record Slope(double perHour, double error) {}

    /** From here on it counts. */
    void start() {
        start = System.nanoTime();
    }

    /** What is used after a collection. */
    void sample(SoakLedger ledger, List<SoakSide> sides) {
        System.gc();
        long used = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
        samples.add(new Sample(
                (System.nanoTime() - start) / 1e9,
                ledger.hopCount(),
                used / 1e6,
                Thread.activeCount(),
                sides.stream().mapToInt(SoakReport::timers).sum(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
    }

    private static int timers(SoakSide side) {
        return side.application().context().getBeansOfType(ThreadPoolTaskScheduler.class).values().stream()
                .mapToInt(scheduler ->
                        scheduler.getScheduledThreadPoolExecutor().getQueue().size())
                .sum();
    }

    void write(SoakLedger ledger, SoakRestarts restarts, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> figures = new LinkedHashMap<>();
        double seconds = samples.get(samples.size() - 1).seconds;
        String violation = ledger.violation();
        figures.put("JDK", Runtime.version().toString());
        figures.put("seconds", Math.round(seconds));
        figures.put("requests", ledger.requestCount());
        figures.put("observed hops", ledger.hopCount());
        figures.put("hops a second", Math.round(ledger.hopCount() / seconds));
        figures.put("faults", total(ledger.faults()));
        figures.put("idle threads looked at", total(ledger.probes()));
        figures.put("contexts of others looked at", total(ledger.neighbours()));
        figures.put("mixes and losses", violation == null ? 0 : 1);
        figures.put("stores of ended requests looked for", ledger.sampled());
        figures.put("of these kept", ledger.kept());
        figures.put("class loaders of closed applications", restarts.loaders());
        figures.put("of these kept, the last aside", restarts.loadersLeft());
        Map<String, Slope> slopes = new LinkedHashMap<>();
        FLAT.forEach((name, measure) -> slopes.put(name, slope(measure)));
        Files.writeString(folder.resolve("report.md"), table(figures, slopes));
        Map<String, Object> all = new LinkedHashMap<>(figures);
        all.put("rise in an hour", slopes);
        all.put("seen", ledger.hops());
        all.put("seen of others", ledger.neighbours());
        all.put("idle threads", ledger.probes());
        all.put("faults by kind", ledger.faults());
        all.put("seeded defects, and who notices", seededDefects());
        all.put("samples", samples);
        all.put("violation", violation);
        String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
        Files.writeString(folder.resolve("report.json"), json);
        Files.writeString(folder.resolve("report.html"), page(json));
        System.out.println(table(figures, slopes));
    }

    /** By more than the error of the fit, and what comes and goes with applications, explains. */
    void assertThatNothingGrows() {
        FLAT.forEach((name, measure) -> {
            Slope slope = slope(measure);
            double present = measure.applyAsDouble(samples.get(samples.size() - 1));
            assertThat(slope.perHour - 3 * slope.error)
                    .as("rise of " + name + " in an hour, at least")
                    .isLessThan(Math.max(5, present / 5));
        });
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(count -> count).sum();
    }

    /** As {@code .ci/mutate} has found them. */
    private static Map<String, String> seededDefects() throws IOException {
        Map<String, String> defects = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/defects.md"))) {
            String[] cells = line.split(" \\| ", -1);
            if (cells.length == 3 && line.endsWith("` |")) {
                defects.put(cells[0].substring(2), cells[2].replace("`", "").replace(" |", ""));
            }
        }
        return defects;
    }

    private static String table(Map<String, Object> figures, Map<String, Slope> slopes) {
        return figures.entrySet().stream()
                        .map(figure -> "| " + figure.getKey() + " | "
                                + (figure.getValue() instanceof Number number
                                        ? String.format(Locale.ROOT, "%,d", number.longValue())
                                        : figure.getValue())
                                + " |\n")
                        .collect(Collectors.joining("", "| | |\n|---|---|\n", ""))
                + slopes.entrySet().stream()
                        .map(slope -> String.format(
                                Locale.ROOT,
                                "| rise in an hour: %s | %.1f ± %.1f |%n",
                                slope.getKey(),
                                slope.getValue().perHour,
                                slope.getValue().error))
                        .collect(Collectors.joining());
    }

    private String page(String json) {
        return """
                <!doctype html><meta charset="utf-8"><title>alsx: soak</title>
                <style>body{font:14px sans-serif;margin:2em;max-width:60em}svg{background:#f6f6f6}polyline{fill:none;stroke:#246;stroke-width:2}</style>
                <h1>Soak</h1>
                <h2>Observed hops</h2>%s%s
                <pre>%s</pre>
                """.formatted(
                        curve(Sample::hops),
                        FLAT.entrySet().stream()
                                .map(flat -> "<h2>" + flat.getKey() + "</h2>" + curve(flat.getValue()))
                                .collect(Collectors.joining()),
                        HtmlUtils.htmlEscape(json));
    }

    /** Least squares. */
    private Slope slope(ToDoubleFunction<Sample> measure) {
        List<Sample> half = samples.subList(samples.size() / 2, samples.size());
        int n = half.size();
        double meanX = half.stream().mapToDouble(Sample::seconds).average().orElse(0);
        double meanY = half.stream().mapToDouble(measure).average().orElse(0);
        double xx = half.stream()
                .mapToDouble(sample -> Math.pow(sample.seconds - meanX, 2))
                .sum();
        double xy = half.stream()
                .mapToDouble(sample -> (sample.seconds - meanX) * (measure.applyAsDouble(sample) - meanY))
                .sum();
        double slope = xx == 0 ? 0 : xy / xx;
        double residual = half.stream()
                .mapToDouble(
                        sample -> Math.pow(measure.applyAsDouble(sample) - meanY - slope * (sample.seconds - meanX), 2))
                .sum();
        return new Slope(slope * 3600, n > 2 && xx > 0 ? Math.sqrt(residual / (n - 2) / xx) * 3600 : 0);
    }

    private String curve(ToDoubleFunction<Sample> measure) {
        double most = samples.stream().mapToDouble(measure).max().orElse(1);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < samples.size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    (double) WIDTH * i / Math.max(1, samples.size() - 1),
                    HEIGHT - (HEIGHT - 10) * measure.applyAsDouble(samples.get(i)) / Math.max(most, 1e-9)));
        }
        return String.format(
                Locale.ROOT,
                "<p>up to %.1f<br><svg width=\"%d\" height=\"%d\"><polyline points=\"%s\"/></svg>",
                most,
                WIDTH,
                HEIGHT,
                points);
    }
}
