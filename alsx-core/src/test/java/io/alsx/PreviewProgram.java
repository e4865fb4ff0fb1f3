// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A program that uses preview features of the running JDK, compiled when the test runs and executed by a process of its
 * own. Its source is a test resource; each line that it prints is {@code name=result}.
 */
final class PreviewProgram {

    private PreviewProgram() {}

    static Map<String, String> resultsOf(String name, Path folder) throws Exception {
        compile(
                Path.of(PreviewProgram.class
                        .getResource("/preview/" + name + ".java")
                        .toURI()),
                folder);
        return run("preview." + name, folder);
    }

    private static void compile(Path source, Path folder) throws IOException, URISyntaxException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler).as("the compiler of a JDK").isNotNull();
        List<String> options = List.of(
                "--release",
                "" + Runtime.version().feature(),
                "--enable-preview",
                "-proc:none",
                "-cp",
                place(AsyncLocalStorage.class).toString(),
                "-d",
                folder.toString());
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private static Map<String, String> run(String type, Path folder) throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-preview",
                        "-cp",
                        place(AsyncLocalStorage.class) + File.pathSeparator + folder,
                        type)
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(output).isZero();
        return Arrays.stream(output.split("\\R", -1))
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
