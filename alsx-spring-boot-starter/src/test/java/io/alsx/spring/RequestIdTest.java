// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which ids are taken from outside, what new ones look like, and where they are told. */
class RequestIdTest {

    private static final String ALLOWED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:/+=@-";

    private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = RunningApplication.withWebServer(
                Application.class, "alsx.web.request-id.response=true", "server.max-http-request-header-size=2MB");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void takesEachAllowedCharacterAlone() {
        for (char c : ALLOWED.toCharArray()) {
            assertThat(idFor(String.valueOf(c))).isEqualTo(String.valueOf(c));
        }
    }

    @Test
    void takesFrom1To128Characters() {
        assertThat(idFor(ALLOWED)).isEqualTo(ALLOWED);
        assertThat(idFor("x".repeat(128))).isEqualTo("x".repeat(128));
    }

    @Test
    void replacesEveryOtherCharacterOfIso88591() {
        for (char c = 0; c < 256; c++) {
            if (ALLOWED.indexOf(c) >= 0) {
                continue;
            }
            String response = application.raw("/id", "X-Request-Id: a" + c + "b");
            if (!response.startsWith("HTTP/1.1 400")) {
                assertThat(bodyOf(response)).as("character %d", (int) c).matches(UUID_7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a,b", "a;b", "\"a\"", "'a'", "\u00e4", "a\u0000b", "a\u007fb", "${a}", "<a>"})
    void replacesWhatIsNotAnId(String id) {
        String response = application.raw("/id", "X-Request-Id: " + id);

        if (!response.startsWith("HTTP/1.1 400")) {
            assertThat(bodyOf(response)).matches(UUID_7);
        }
    }

    @Test
    void replacesWhatIsTooLong() {
        assertThat(idFor("x".repeat(129))).matches(UUID_7);
        assertThat(idFor("x".repeat(1_000_000))).matches(UUID_7);
    }

    @Test
    void takesTheFirstOfSeveral() {
        assertThat(bodyOf(application.raw("/id", "X-Request-Id: first\r\nX-Request-Id: second")))
                .isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rX-Evil: 1", "a\nX-Evil: 1", "a\r\n X-Evil: 1", "a\r\n\tX-Evil: 1", "a%0d%0aX-Evil: 1"})
    void neverLetsAnIdForgeAHeaderOfTheResponse(String id) {
        String response = application.raw("/id", "X-Request-Id: " + id);

        String head = response.substring(0, response.indexOf("\r\n\r\n"));
        assertThat(head).doesNotContainIgnoringCase("evil");
    }

    @Test
    void makesNewIdsThatAreUniqueAndSortByTime() {
        Set<String> ids = new HashSet<>();
        String last = "";
        for (int i = 0; i < 100_000; i++) {
            String id = nextId();
            ids.add(id);
            assertThat(UUID.fromString(id).version()).isEqualTo(7);
            assertThat(UUID.fromString(id).variant()).isEqualTo(2);
            assertThat(id.substring(0, 18)).isGreaterThanOrEqualTo(last);
            last = id.substring(0, 18);
        }
        assertThat(ids).hasSize(100_000);
        long millis = Long.parseLong(last.substring(0, 8) + last.substring(9, 13), 16);
        assertThat(millis).isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
    }

    @Test
    void tellsTheIdInTheResponseAlsoOfAnError() {
        for (String path : List.of("/id", "/throw", "/nowhere", "/callable")) {
            assertThat(application.get(path, "X-Request-Id", "abc").headers().allValues("X-Request-Id"))
                    .as(path)
                    .containsExactly("abc");
        }
    }

    @Test
    void tellsNothingAndTrustsNobodyWhereToldSo() {
        try (RunningApplication other = RunningApplication.withWebServer(
                Application.class,
                "alsx.web.request-id.header=X-Correlation-Id",
                "alsx.web.request-id.accept-incoming=false")) {
            var response = other.get("/id", "X-Correlation-Id", "abc", "X-Request-Id", "def");
            assertThat(response.body()).matches(UUID_7);
            assertThat(response.headers().map()).doesNotContainKeys("x-correlation-id", "x-request-id");
        }
    }

    @Test
    void takesAndTellsTheIdInAnotherHeader() {
        try (RunningApplication other = RunningApplication.withWebServer(
                Application.class,
                "alsx.web.request-id.header=X-Correlation-Id",
                "alsx.web.request-id.response=true")) {
            var response = other.get("/id", "x-correlation-id", "abc", "X-Request-Id", "def");
            assertThat(response.body()).isEqualTo("abc");
            assertThat(response.headers().firstValue("X-Correlation-Id")).contains("abc");
            assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
        }
    }

    private static String idFor(String id) {
        return application.body("/id", "X-Request-Id", id);
    }

    private static String bodyOf(String response) {
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        return body.replaceAll("(?s)^[0-9a-f]+\r\n(.*?)\r\n0\r\n\r\n$", "$1");
    }

    /** As the filter makes it. */
    private static String nextId() {
        return io.alsx.spring.entry.RequestIdAccess.next();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Application {}

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/id")
        String id() {
            return storage.requireStore().requestId();
        }

        @GetMapping("/callable")
        java.util.concurrent.Callable<String> callable() {
            return this::id;
        }

        @GetMapping("/throw")
        String fail() {
            throw new IllegalStateException("thrown in a controller");
        }
    }
}
