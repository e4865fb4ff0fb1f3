// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** What docs/recipes/security.md shows, at work. */
class SecurityRecipeTest {

    @AfterEach
    void reset() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theWorkerKnowsWhoAskedAndTheNextTaskDoesNot() {
        try (RunningApplication application =
                RunningApplication.withoutWebServer(Application.class, "alsx.bridge.security=true")) {
            Reports reports = application.bean(Reports.class);
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ada", "secret"));

            assertThat(reports.owner().join()).isEqualTo("ada");

            SecurityContextHolder.clearContext();
            assertThat(reports.owner().join()).isEqualTo("nobody");
        }
    }

    @Test
    void withoutThePropertyItDoesNot() {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ada", "secret"));

            assertThat(application.bean(Reports.class).owner().join()).isEqualTo("nobody");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Reports.class)
    static class Application {}

    static class Reports {

        @Async
        public CompletableFuture<String> owner() {
            Authentication user = SecurityContextHolder.getContext().getAuthentication();
            return CompletableFuture.completedFuture(user == null ? "nobody" : user.getName());
        }
    }
}
