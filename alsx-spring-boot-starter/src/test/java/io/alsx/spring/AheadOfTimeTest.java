// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * An application as {@code process-aot} of Spring Boot's plug-in makes it, which calls the same class, run in a virtual
 * machine of its own and asked over a real connection.
 */
class AheadOfTimeTest {

    private static final Pattern READY = Pattern.compile("(\\w+) application on port (\\d+)");

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @Nested
    class OfTheServletStack extends Contract {

        OfTheServletStack() {
            super("servlet");
        }
    }

    @Nested
    @Tag("webflux")
    class OfTheReactiveStack extends Contract {

        OfTheReactiveStack() {
            super("reactive");
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Contract {

        private final String stack;

        private Path folder;

        Contract(String stack) {
            this.stack = "--spring.main.web-application-type=" + stack;
        }

        @BeforeAll
        @Timeout(value = 5, unit = TimeUnit.MINUTES)
        void process(@TempDir Path folder) throws Exception {
            this.folder = folder;
            Process processor = java(
                    CLASS_PATH,
                    SpringApplicationAotProcessor.class.getName(),
                    AotApplication.class.getName(),
                    at("sources"),
                    at("classes"),
                    at("classes"),
                    "io.alsx",
                    "aot",
                    stack);
            String output = new String(processor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(processor.waitFor()).as(output).isZero();

            List<String> options = new ArrayList<>(List.of("-d", at("classes"), "-cp", classPath(), "-nowarn"));
            try (Stream<Path> sources = Files.walk(folder.resolve("sources"))) {
                sources.map(Path::toString)
                        .filter(name -> name.endsWith(".java"))
                        .forEach(options::add);
            }
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                    .isZero();
        }

        @Test
        @Timeout(value = 5, unit = TimeUnit.MINUTES)
        void takesTheStoreOfARequestToAnAsyncMethod() throws Exception {
            assertThat(seen()).matches("abc on task-\\d+");
        }

        @Test
        @Timeout(value = 5, unit = TimeUnit.MINUTES)
        void obeysWhatIsSwitchedOffWhenItRuns() throws Exception {
            assertThat(seen("--alsx.async.enabled=false")).matches("none on task-\\d+");
        }

        /** What one request of id {@code abc} is answered. */
        private String seen(String... properties) throws Exception {
            List<String> arguments = new ArrayList<>(List.of(
                    classPath(),
                    "-Dspring.aot.enabled=true",
                    AotApplication.class.getName(),
                    stack,
                    "--server.port=0"));
            arguments.addAll(List.of(properties));
            Process application = java(arguments.toArray(String[]::new));
            try {
                int port = port(application.inputReader());
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/seen"))
                        .header("X-Request-Id", "abc")
                        .build();
                return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body();
            } finally {
                application.destroy();
                application.waitFor();
            }
        }

        private static int port(BufferedReader output) throws IOException {
            StringBuilder read = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    assertThat(ready.group(1)).isEqualTo("processed");
                    return Integer.parseInt(ready.group(2));
                }
                read.append(line).append('\n');
            }
            throw new AssertionError(read);
        }

        private static Process java(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp"));
            command.addAll(List.of(arguments));
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        }

        private String classPath() {
            return at("classes") + File.pathSeparator + CLASS_PATH;
        }

        private String at(String name) {
            return folder.resolve(name).toString();
        }
    }
}
