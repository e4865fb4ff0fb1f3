// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What log lines of a request that has failed tell, where its error is shown. */
@ExtendWith({OutputCaptureExtension.class, FreshLogging.class})
class ErrorLogTest {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorLogTest.class);

    @Test
    void tellTheRequestInTheErrorDispatchWhereverItFailed(CapturedOutput output) {
        try (var application =
                RunningApplication.withWebServer(Application.class, "logging.pattern.console=[%X{requestId}] %msg%n")) {
            application.get("/fail", "X-Request-Id", "in-the-controller");
            application.get("/early", "X-Request-Id", "in-a-filter");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(output.getAll())
                            .contains("[in-the-controller] error of /fail", "[in-a-filter] error of /early"));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Failing.class)
    static class Application {

        @Bean
        FilterRegistrationBean<Filter> early() {
            FilterRegistrationBean<Filter> early = new FilterRegistrationBean<>((request, response, chain) -> {
                if (((HttpServletRequest) request).getRequestURI().equals("/early")) {
                    throw new ServletException("early");
                }
                chain.doFilter(request, response);
            });
            early.setOrder(0);
            return early;
        }
    }

    @RestController
    static class Failing {

        @GetMapping("/fail")
        String fail() {
            throw new IllegalStateException("in the controller");
        }

        @GetMapping("/error")
        String error(HttpServletRequest request) {
            LOG.info("error of {}", request.getAttribute("jakarta.servlet.error.request_uri"));
            return "error";
        }
    }
}
