// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What a run has measured, as figures and as curves. */
final class SoakReport {

    private static final int WIDTH = 800;

    private static final int HEIGHT = 160;

    private long start;

    private final List<Sample> samples = new ArrayList<>();

    private record Sample(double seconds, long hops, double heapMegabytes, int threads, int queued, int classes) {}

    /** All that is to be asked has started. */
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
        double[] heap = slope(Sample::heapMegabytes);
        double[] threads = slope(Sample::threads);
        double[] queued = slope(Sample::queued);
        double[] classes = slope(Sample::classes);
        Sample last = samples.get(samples.size() - 1);
        String violation = ledger.violation();
        String json = """
                {
                  "jdk": "%s",
                  "seconds": %.1f,
                  "requests": %d,
                  "hops": %d,
                  "hopsPerSecond": %.0f,
                  "violations": %d,
                  "sampledStores": %d,
                  "keptStores": %d,
                  "heapMegabytesPerHour": %.3f,
                  "heapMegabytesPerHourError": %.3f,
                  "threadsPerHour": %.3f,
                  "threadsPerHourError": %.3f,
                  "timersPerHour": %.3f,
                  "timersPerHourError": %.3f,
                  "classesPerHour": %.3f,
                  "classesPerHourError": %.3f,
                  "classLoadersOfRestarts": %d,
                  "classLoadersLeft": %d,
                  "samples": [
                %s
                  ],
                  "seen": {
                %s
                  },
                  "neighbours": {
                %s
                  },
                  "idleThreadsProbed": {
                %s
                  },
                  "faults": {
                %s
                  }
                }
                """.formatted(
                        Runtime.version(),
                        last.seconds,
                        ledger.requestCount(),
                        ledger.hopCount(),
                        ledger.hopCount() / last.seconds,
                        violation == null ? 0 : 1,
                        ledger.sampled(),
                        ledger.kept(),
                        heap[0] * 3600,
                        heap[1] * 3600,
                        threads[0] * 3600,
                        threads[1] * 3600,
                        queued[0] * 3600,
                        queued[1] * 3600,
                        classes[0] * 3600,
                        classes[1] * 3600,
                        restarts.loaders(),
                        restarts.loadersLeft(),
                        samples.stream()
                                .map(sample -> String.format(
                                        Locale.ROOT,
                                        "    [%.1f, %d, %.1f, %d, %d, %d]",
                                        sample.seconds,
                                        sample.hops,
                                        sample.heapMegabytes,
                                        sample.threads,
                                        sample.queued,
                                        sample.classes))
                                .collect(Collectors.joining(",\n")),
                        lines(ledger.hops()),
                        lines(ledger.neighbours()),
                        lines(ledger.probes()),
                        lines(ledger.faults()));
        Files.writeString(folder.resolve("report.json"), json);
        Files.writeString(folder.resolve("report.html"), """
                <!doctype html><meta charset="utf-8"><title>alsx: soak</title>
                <style>body{font:14px sans-serif;margin:2em;max-width:60em}svg{background:#f6f6f6}polyline{fill:none;stroke:#246;stroke-width:2}</style>
                <h1>Soak</h1>
                <h2>Observed hops, in all</h2>%s
                <h2>Heap after a collection, MB</h2>%s
                <h2>Threads</h2>%s
                <h2>Timers</h2>%s
                <h2>Loaded classes</h2>%s
                <pre>%s</pre><pre>%s</pre>
                """.formatted(
                curve(samples.stream().map(sample -> (double) sample.hops).toList()),
                curve(samples.stream().map(Sample::heapMegabytes).toList()),
                curve(samples.stream().map(sample -> (double) sample.threads).toList()),
                curve(samples.stream().map(sample -> (double) sample.queued).toList()),
                curve(samples.stream().map(sample -> (double) sample.classes).toList()),
                violation == null ? "No violation." : violation.replace("<", "&lt;"),
                json.replace("<", "&lt;")));
        System.out.println(json);
    }

    private interface Measure {

        double of(Sample sample);
    }

    /** Least squares over the second half, which is past the warm-up: the slope a second, and its standard error. */
    private double[] slope(Measure measure) {
        List<Sample> half = samples.subList(samples.size() / 2, samples.size());
        int n = half.size();
        double meanX = half.stream().mapToDouble(Sample::seconds).average().orElse(0);
        double meanY = half.stream().mapToDouble(measure::of).average().orElse(0);
        double xx =
                half.stream().mapToDouble(s -> Math.pow(s.seconds - meanX, 2)).sum();
        double xy = half.stream()
                .mapToDouble(s -> (s.seconds - meanX) * (measure.of(s) - meanY))
                .sum();
        double slope = xx == 0 ? 0 : xy / xx;
        double residual = half.stream()
                .mapToDouble(s -> Math.pow(measure.of(s) - meanY - slope * (s.seconds - meanX), 2))
                .sum();
        return new double[] {slope, n > 2 && xx > 0 ? Math.sqrt(residual / (n - 2) / xx) : 0};
    }

    private static String lines(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "    \"" + count.getKey() + "\": " + count.getValue())
                .collect(Collectors.joining(",\n"));
    }

    private static String curve(List<Double> values) {
        double most = values.stream().mapToDouble(value -> value).max().orElse(1);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    (double) WIDTH * i / Math.max(1, values.size() - 1),
                    HEIGHT - (HEIGHT - 10) * values.get(i) / Math.max(most, 1e-9)));
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
