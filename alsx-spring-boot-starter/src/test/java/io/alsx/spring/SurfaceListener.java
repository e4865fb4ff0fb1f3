// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.springframework.boot.SpringBootVersion;

/** Writes which tests with a {@link Surface} passed on this line, for {@link SurfaceTable}. */
public final class SurfaceListener implements TestExecutionListener {

    /** Whether all runs of a test passed, under what is to be told of it. */
    private static final Map<String, Boolean> RESULTS = new ConcurrentSkipListMap<>();

    /** Made by JUnit. */
    public SurfaceListener() {}

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()
                && result.getStatus() != Status.ABORTED
                && test.getSource().orElse(null) instanceof MethodSource source) {
            note(source, result.getStatus() == Status.SUCCESSFUL);
        }
    }

    private static void note(MethodSource source, boolean passed) {
        Class<?> type = source.getJavaClass();
        Surface surface = surface(source.getJavaMethod(), type);
        if (surface != null) {
            String name = type.getName().substring(type.getPackageName().length() + 1);
            String test = name.replace('$', '.') + "." + source.getMethodName();
            for (String row : surface.value()) {
                RESULTS.merge(
                        "\"surface\": \"%s\", \"threads\": \"%s\", \"test\": \"%s\", \"virtual\": \"%s\", \"since\": \"%s\", \"remedy\": \"%s\""
                                .formatted(
                                        row,
                                        test.contains("Virtual") ? "virtual" : "platform",
                                        test,
                                        surface.virtual(),
                                        surface.since(),
                                        surface.remedy()),
                        passed,
                        Boolean::logicalAnd);
            }
        }
    }

    /** That of the method, else of the class, of one that it extends, or of one that it is nested in. */
    private static @Nullable Surface surface(Method method, Class<?> type) {
        Surface surface = method.getAnnotation(Surface.class);
        for (Class<?> outer = type; surface == null && outer != null; outer = outer.getEnclosingClass()) {
            for (Class<?> c = outer; surface == null && c != null; c = c.getSuperclass()) {
                surface = c.getAnnotation(Surface.class);
            }
        }
        return surface;
    }

    /** One entry to a line. */
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        String version = SpringBootVersion.getVersion();
        String line = version.substring(0, version.indexOf('.', 2));
        StringBuilder json = new StringBuilder("[\n{\"line\": \"%s\", \"version\": \"%s\", \"jdk\": \"%d\"}"
                .formatted(line, version, Runtime.version().feature()));
        RESULTS.forEach((entry, passed) -> json.append(",\n{%s, \"passed\": \"%s\"}".formatted(entry, passed)));
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(Path.of("target", "surfaces-" + line + ".json"), json + "\n]\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
