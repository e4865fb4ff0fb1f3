// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real browser without a window, told what to do over the WebDriver protocol. */
final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();

    private final JsonMapper json = new JsonMapper();

    private final Path profile;

    private final Process driver;

    private final String server;

    private final String session;

    private Chromium(String executable) throws IOException {
        this.profile = Files.createTempDirectory("chromium");
        this.driver = new ProcessBuilder("chromedriver", "--port=0")
                .redirectErrorStream(true)
                .start();
        this.server = "http://127.0.0.1:" + port(driver.inputReader());
        List<String> arguments = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1400,860",
                "--user-data-dir=" + profile);
        Map<String, Object> options = Map.of("binary", executable, "args", arguments);
        Map<String, Object> capabilities = Map.of(
                "goog:chromeOptions", options,
                "goog:loggingPrefs", Map.of("browser", "ALL"),
                "timeouts", Map.of("script", PATIENCE.toMillis()));
        this.session = "/session/"
                + call("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", capabilities)))
                        .path("sessionId")
                        .asString();
    }

    /** Skips the test that asks, where there is no browser. */
    static Chromium start() throws IOException {
        assumeTrue(
                isThere("chromium") && isThere("chromedriver"),
                "There is no Chromium with its driver on the PATH. On Debian, .ci/install-chromium installs them.");
        return new Chromium(find("chromium").findFirst().orElseThrow());
    }

    void open(String url) {
        call("POST", session + "/url", Map.of("url", url));
    }

    /** What a script returns. */
    JsonNode run(String script, Object... arguments) {
        return call("POST", session + "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    /** What an expression gives, as soon as it gives anything but null, false, 0 or an empty text. */
    JsonNode await(String expression) {
        String script = "const done = arguments[0]; const look = () => { const it = (" + expression
                + "); if (it) done(it); else requestAnimationFrame(look); }; look();";
        return call("POST", session + "/execute/async", Map.of("script", script, "args", List.of()));
    }

    /** Presses keys, one after the other, on whatever has the focus. */
    void press(String... keys) {
        List<Map<String, String>> actions = Stream.of(keys)
                .flatMap(key ->
                        Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
                .toList();
        call(
                "POST",
                session + "/actions",
                Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    void prefer(String colourScheme) {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", colourScheme);
        call(
                "POST",
                session + "/goog/cdp/execute",
                Map.of("cmd", "Emulation.setEmulatedMedia", "params", Map.of("features", List.of(feature))));
    }

    void takePicture(Path file) throws IOException {
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(call("GET", session + "/screenshot", null).asString()));
    }

    /** What the browser complains about. */
    List<String> complaints() {
        return call("POST", session + "/se/log", Map.of("type", "browser")).values().stream()
                .map(entry -> entry.path("message").asString())
                .toList();
    }

    @Override
    public void close() throws IOException {
        try {
            call("DELETE", session, null);
        } finally {
            driver.destroy();
            try {
                if (!driver.waitFor(20, TimeUnit.SECONDS)) {
                    driver.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            FileSystemUtils.deleteRecursively(profile);
        }
    }

    private JsonNode call(String method, String path, @Nullable Object body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE.plusSeconds(30))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = json.readTree(response.body()).path("value");
            if (response.statusCode() != 200) {
                throw new AssertionError(method + " " + path + ": " + value);
            }
            return value;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String port(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("chromedriver did not start: " + said);
    }

    private static boolean isThere(String program) {
        return find(program).findFirst().isPresent();
    }

    private static Stream<String> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString);
    }
}
