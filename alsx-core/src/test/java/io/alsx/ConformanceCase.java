// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case: steps to execute, and the log that they have to give.
 *
 * @param expected the log, null where a case leaves it open
 * @param differs whether that is not what Node logs
 */
record ConformanceCase(
        String id,
        String title,
        String rule,
        List<ConformanceStep> steps,
        @Nullable List<String> expected,
        boolean differs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The cases of every file in the folder whose name ends so and that holds cases, file by file. */
    static List<ConformanceCase> in(Path folder, String prefix) throws IOException {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Path file : jsonFiles(folder, prefix)) {
            for (JsonNode json : JSON.readTree(file.toFile()).path("cases")) {
                cases.add(of(json));
            }
        }
        if (cases.isEmpty()) {
            throw new IOException("No cases in " + folder.toAbsolutePath());
        }
        return cases;
    }

    /** Where our log differs on purpose from that of Node, the case says so in a field of its own. */
    private static ConformanceCase of(JsonNode json) {
        JsonNode expected = json.path(json.has("alsx") ? "alsx" : "expect");
        return new ConformanceCase(
                json.required("id").asText(),
                json.path("title").asText(),
                json.path("rule").asText(),
                ConformanceStep.list(json.required("steps")),
                expected.isArray() ? texts(expected) : null,
                json.has("alsx"));
    }

    /** Every step, those in blocks of other steps included, in the order of the text. */
    Stream<ConformanceStep> allSteps() {
        return steps.stream().flatMap(step -> nested(step.json()));
    }

    @Override
    public String toString() {
        return id + " " + title + " (" + rule + ")";
    }

    private static List<Path> jsonFiles(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(prefix) && name.endsWith(".json");
                    })
                    .sorted()
                    .toList();
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Stream<ConformanceStep> nested(JsonNode json) {
        Stream<ConformanceStep> self = json.has("op") ? Stream.of(new ConformanceStep(json)) : Stream.empty();
        List<JsonNode> children = new ArrayList<>();
        json.forEach(children::add);
        return Stream.concat(self, children.stream().flatMap(ConformanceCase::nested));
    }
}
