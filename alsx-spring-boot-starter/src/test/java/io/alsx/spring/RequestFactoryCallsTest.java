// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A factory is called once a request, however often that is dispatched. */
class RequestFactoryCallsTest {

    private static final AtomicInteger CALLS = new AtomicInteger();

    @BeforeEach
    void clear() {
        CALLS.set(0);
    }

    @Test
    void isCalledOnceForAllDispatches() {
        try (var application = RunningApplication.withWebServer(Application.class)) {
            assertThat(application.get("/callable").statusCode()).isEqualTo(500);
            assertThat(CALLS).hasValue(1);
        }
    }

    @Test
    void isCalledOnceAlsoWhereItThrows() {
        try (var application = RunningApplication.withWebServer(Application.class)) {
            assertThat(application.get("/callable", "X-Fault", "throw").statusCode())
                    .isEqualTo(500);
            assertThat(CALLS).hasValue(1);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Application {

        @Bean
        RequestStoreFactory factory() {
            return request -> {
                CALLS.incrementAndGet();
                if (request.header("X-Fault") != null) {
                    throw new IllegalStateException("thrown in a factory");
                }
                return new RequestStore(request);
            };
        }
    }

    @RestController
    static class Controller {

        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> {
                throw new IllegalStateException("thrown in a callable");
            };
        }
    }
}
