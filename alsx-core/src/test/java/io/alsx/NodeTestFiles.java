// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;

/**
 * Node's test files whose rule can hold in Java, and what became of each: tests in a {@code NodeSuite…Test} that have its
 * name, or the reason why there is none.
 */
final class NodeTestFiles {

    /** Each file, with the reason why no test covers it, or with an empty one. */
    private static final SortedMap<String, String> REASONS = reasons();

    private static final SortedMap<String, List<Method>> TESTS = tests();

    private NodeTestFiles() {}

    /** Node's files. */
    static List<String> all() {
        return List.copyOf(REASONS.keySet());
    }

    /** The tests that name a file, by file, also by one that is not Node's. */
    static SortedMap<String, List<Method>> covered() {
        return TESTS;
    }

    /** The reasons, by file. */
    static SortedMap<String, String> withoutCounterpart() {
        SortedMap<String, String> without = new TreeMap<>(REASONS);
        without.values().removeIf(String::isEmpty);
        return without;
    }

    private static SortedMap<String, String> reasons() {
        SortedMap<String, String> reasons = new TreeMap<>();
        try (Stream<String> lines = Files.lines(resource("/node-test-files.txt"))) {
            lines.filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split(" \\| ", 2);
                if (reasons.put(parts[0], parts.length == 2 ? parts[1] : "") != null) {
                    throw new AssertionError("twice in the list: " + parts[0]);
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return reasons;
    }

    private static SortedMap<String, List<Method>> tests() {
        SortedMap<String, List<Method>> tests = new TreeMap<>();
        suite().flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(DisplayName.class))
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .forEach(method -> Arrays.stream(
                                method.getAnnotation(DisplayName.class).value().split(",\\s*"))
                        .forEach(file -> tests.computeIfAbsent(file, none -> new ArrayList<>())
                                .add(method)));
        return tests;
    }

    private static Stream<? extends Class<?>> suite() {
        try (Stream<Path> files = Files.list(resource("NodeTestFiles.class").resolveSibling(""))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("NodeSuite\\w+Test\\.class"))
                    .map(name -> type("io.alsx." + name.replace(".class", "")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(NodeTestFiles.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
