// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on and with. */
final class Machine {

    private static final Pattern PEER = Pattern.compile(
            "((?:jmh-core|opentelemetry-context|grpc-api|context-propagation|transmittable-thread-local|brave)-[0-9.]+)[.]jar");

    private Machine() {}

    /** The head of a table and its first rows. */
    static List<String> describe() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<String> lines = new ArrayList<>(List.of("| | |", "|---|---|"));
        lines.add("| Processor | " + processor() + ", " + system.getAvailableProcessors() + " cores |");
        lines.add("| Memory | " + Math.round(system.getTotalMemorySize() / 1e9) + " GB |");
        lines.add("| System | " + system.getName() + " " + system.getArch() + " |");
        lines.add("| With | " + peers() + " |");
        return lines;
    }

    private static String peers() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> PEER.matcher(Path.of(entry).getFileName().toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
