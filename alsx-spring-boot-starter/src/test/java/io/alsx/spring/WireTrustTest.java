// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Whose fields are taken, and what it means to be off. */
class WireTrustTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,ann",
        "127.0.0.1,ann",
        "126.0.0.0/7,ann",
        "0.0.0.0/0,ann",
        "10.0.0.0/8,null",
        "::/0,null",
        "messages,null"
    })
    void isTakenFromRangesOfAddresses(String source, String user) {
        try (RunningApplication application = application("alsx.wire.accept-from=" + source)) {
            String seen = application.raw("/seen", "X-User: ann");
            assertThat(seen).contains(" " + user + " ");
        }
    }

    /** Whose mark a filter takes away before anybody sees it. */
    @ParameterizedTest
    @CsvSource({"X-Forwarded-For,127.0.0.1", "X-Forwarded-Host,shop.example", "Forwarded,for=203.0.113.7"})
    void isNotTakenFromAProxyThatAFilterHides(String header, String value) {
        try (RunningApplication application =
                application("alsx.wire.accept-from=same-host", "server.forward-headers-strategy=framework")) {
            assertThat(application.body("/seen", "X-Request-Id", "a", "X-User", "ann"))
                    .isEqualTo("a ann none");
            assertThat(application.body("/seen", "X-Request-Id", "a", "X-User", "ann", header, value))
                    .isEqualTo("a null none");
        }
    }

    @Test
    void isTakenFromWhomABeanTrusts() {
        try (RunningApplication application = RunningApplication.withWebServer(
                Trusting.class, WireHttpTest.with("alsx.wire.accept-from=same-host"))) {
            assertThat(application.body("/seen", "X-Request-Id", "a", "X-User", "ann", "X-Gateway-Key", "secret"))
                    .isEqualTo("a ann none");
            assertThat(application.body("/seen", "X-Request-Id", "a", "X-User", "ann"))
                    .isEqualTo("a null none");
            assertThat(application.body("/seen", "X-Request-Id", "a", "X-User", "ann", "X-Gateway-Key", "failing"))
                    .isEqualTo("a null none");
        }
    }

    @Test
    void isNotThereWhenOff() {
        try (RunningApplication far = application("alsx.wire.accept-from=same-host");
                RunningApplication off = application("alsx.wire.enabled=false", "alsx.wire.send-to=localhost")) {
            assertThat(off.context().getBeanNamesForType(Wire.class)).isEmpty();
            assertThat(WireHttpTest.call(off, "RestClient of a builder", far, "/seen"))
                    .endsWith(" null none")
                    .doesNotContain("req");
            assertThat(WireHttpTest.call(off, "RestTemplate that is a bean", far, "/seen"))
                    .doesNotContain("req");
        }
    }

    private static RunningApplication application(String... properties) {
        return RunningApplication.withWebServer(WireApplication.class, WireHttpTest.with(properties));
    }

    @SpringBootConfiguration
    @Import(WireApplication.class)
    static class Trusting {

        @Bean
        WireTrust gatewaysOnly() {
            return request -> {
                String key = String.valueOf(request.header("X-Gateway-Key"));
                if (key.equals("failing")) {
                    throw new IllegalStateException(key);
                }
                return key.equals("secret");
            };
        }
    }
}
