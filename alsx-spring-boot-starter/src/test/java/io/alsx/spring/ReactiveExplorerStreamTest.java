// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** A few may look on at once, and those who could not begin to are none of them. */
@Tag("webflux")
class ReactiveExplorerStreamTest {

    @Test
    void letsTheNextOneLookOnAfterAnswersThatFailed() throws IOException {
        try (RunningApplication application =
                RunningApplication.withReactiveWebServer(Application.class, "alsx.explorer.enabled=true")) {
            for (int i = 0; i < 10; i++) {
                assertThat(statusOf(application, "X-Failing: yes\r\n")).contains(" 500 ");
            }

            assertThat(statusOf(application, "")).contains(" 200 ");
        }
    }

    private static String statusOf(RunningApplication application, String headers) throws IOException {
        try (Socket socket = new Socket("localhost", application.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /explorer/events HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @SpringBootConfiguration
    @Import(ExplorerApplication.class)
    static class Application {

        @Bean
        WebFilter failing() {
            return (exchange, chain) -> {
                if (exchange.getRequest().getHeaders().getFirst("X-Failing") != null) {
                    exchange.getResponse().beforeCommit(() -> Mono.error(new IllegalStateException("injected")));
                }
                return chain.filter(exchange);
            };
        }
    }
}
