// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.springframework.boot.SpringBootVersion;

/** Writes how many tests ran on this line and JDK, for {@link CompatibilityTable}. */
public final class RunListener implements TestExecutionListener {

    private final AtomicInteger passed = new AtomicInteger();

    private final AtomicInteger failed = new AtomicInteger();

    private final AtomicInteger skipped = new AtomicInteger();

    /** Made by JUnit. */
    public RunListener() {}

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.FAILED) {
            failed.incrementAndGet();
        } else if (test.isTest()) {
            (result.getStatus() == Status.SUCCESSFUL ? passed : skipped).incrementAndGet();
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.incrementAndGet();
    }

    /** What Maven was told to select stands beside the counts, so that a sample does not pass for all. */
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        String version = SpringBootVersion.getVersion();
        String line = version.substring(0, version.indexOf('.', 2));
        int jdk = Runtime.version().feature();
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(
                    Path.of("target", "tests-%s-%d.properties".formatted(line, jdk)),
                    "line=%s\nversion=%s\njdk=%d\nselection=%s\npassed=%s\nfailed=%s\nskipped=%s\n"
                            .formatted(line, version, jdk, System.getProperty("test", ""), passed, failed, skipped));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
