// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without leave, only a browser on the same machine that knows where it is sees the explorer. */
class ExplorerPathTest {

    private final ExplorerPath path = new ExplorerPath("/explorer", false);

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost",
        "127.0.0.1, localhost:8080",
        "127.1.2.3, 127.0.0.1:8080",
        "::1, [::1]:8080",
        "0:0:0:0:0:0:0:1, LOCALHOST:80",
        "0:0:0:0:0:0:0:1%0, [::1]:8080",
        "::ffff:127.0.0.1, [::1]"
    })
    void letsTheSameMachineIn(String address, String host) {
        assertThat(path.mayBeSeenBy(request(address, host))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.7, localhost",
        "203.0.113.7, 127.0.0.1",
        "::2, localhost",
        "fe80::1, localhost",
        "::ffff:203.0.113.7, localhost",
        "1270.0.0.1, localhost",
        "127.0.0.1.evil.example, localhost"
    })
    void letsNoOtherMachineIn(String address, String host) {
        assertThat(path.mayBeSeenBy(request(address, host))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "[::2]",
                "127.evil",
                ""
            })
    void letsNoPageInWhoseNameLeadsHere(String host) {
        assertThat(path.mayBeSeenBy(request("127.0.0.1", host))).isFalse();
        assertThat(path.mayBeSeenBy(request("127.0.0.1", null))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost:3000", "http://localhost", "null"})
    void letsNoPageOfAnotherServerIn(String origin) {
        assertThat(path.mayBeSeenBy(asked("127.0.0.1", Map.of("Host", "localhost:8080", "Origin", origin))))
                .isFalse();
    }

    @Test
    void letsItsOwnPageIn() {
        assertThat(path.mayBeSeenBy(
                        asked("127.0.0.1", Map.of("Host", "localhost:8080", "Origin", "http://localhost:8080"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void letsNoProxyIn(String header) {
        assertThat(path.mayBeSeenBy(asked("127.0.0.1", Map.of("Host", "localhost", header, "127.0.0.1"))))
                .isFalse();
    }

    @Test
    void letsAllInWhereThatIsWanted() {
        assertThat(new ExplorerPath("/explorer", true).mayBeSeenBy(request("203.0.113.7", "example.com")))
                .isTrue();
    }

    private static Asked request(String address, @Nullable String host) {
        return asked(address, host == null ? Map.of() : Map.of("Host", host));
    }

    private static Asked asked(String address, Map<String, String> headers) {
        return new Asked("GET", address, headers::get);
    }
}
