// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes of what was measured the summary and the documentation with its charts.
 *
 * <p>Arguments: the folder with the {@code duel-….json} and {@code start-up-….json}, which gets the {@code
 * summary.json}; the folder for the documentation, which gets {@code benchmarks.md} and {@code benchmarks/*.svg}; and,
 * where it is to have the figures between its markers, the README.
 */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Summary summary = new Summary(read(folder));
        JSON.writeValue(folder.resolve("summary.json").toFile(), summary.lines());

        Path documents = Path.of(args[1]);
        Path charts = Files.createDirectories(documents.resolve("benchmarks"));
        List<BarChart> drawn = BarChart.of(summary);
        for (BarChart chart : drawn) {
            Files.writeString(charts.resolve(chart.file()), chart.svg());
        }
        Files.writeString(documents.resolve("benchmarks.md"), new Document(summary, drawn).text());
        if (args.length > 2) {
            Readme.write(Path.of(args[2]), summary);
        }
        for (String line : Document.targets(summary)) {
            System.out.println(line);
        }
    }

    private static List<Measurement> read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches("(duel|start-up)-.*[.]json"))
                    .sorted()
                    .toList();
        }
        List<Measurement> measurements = new ArrayList<>();
        for (Path file : files) {
            measurements.addAll(List.of(JSON.readValue(file.toFile(), Measurement[].class)));
        }
        return measurements;
    }
}
